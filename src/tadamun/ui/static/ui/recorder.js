/* Records a voice into the file input that stands there for those who have no recorder. */

const KINDS = { "audio/webm;codecs=opus": "webm", "audio/mp4": "m4a", "audio/ogg;codecs=opus": "ogg" };

function arm(box) {
  const input = box.querySelector("input");
  const controls = box.querySelector(".row");
  const [record, listen, remove] = controls.querySelectorAll("button");
  const word = record.querySelector("span");
  const time = listen.querySelector("span");
  const kind = Object.keys(KINDS).find((each) => MediaRecorder.isTypeSupported(each));
  const first = word.textContent;
  let recorder, ticking;

  const ready = (on) => {
    controls.hidden = !on;
    input.closest("div").hidden = on;
  };
  const keep = (file) => {
    const files = new DataTransfer();
    if (file) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  // Recorded now, chosen, or put back by the page.
  const show = () => {
    const [file] = input.files;
    listen.hidden = remove.hidden = !file;
    if (file) listen.dataset.audio = URL.createObjectURL(file);
    word.textContent = file ? record.dataset.again : first;
  };
  const start = async () => {
    const parts = [];
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      recorder = undefined;
      record.classList.remove("on");
      keep(new File(parts, `voice.${KINDS[kind]}`, { type: kind.split(";")[0] }));
    });
    recorder.start();
    const began = performance.now();
    record.classList.add("on");
    const tell = () => {
      const seconds = Math.floor((performance.now() - began) / 1000);
      time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      word.textContent = `${record.dataset.stop} ${time.textContent}`;
      if (seconds >= box.dataset.most) recorder?.stop();
    };
    tell();
    ticking = setInterval(tell, 250);
  };
  record.addEventListener("click", () => {
    if (recorder) return recorder.stop();
    // Who may not or cannot be heard here sends a file.
    start().catch(() => ready(false));
  });
  remove.addEventListener("click", () => keep());
  input.addEventListener("change", show);
  show();
  if (kind) ready(true);
}

if (typeof MediaRecorder === "function" && navigator.mediaDevices) for (const box of document.querySelectorAll("[data-recorder]")) arm(box);
