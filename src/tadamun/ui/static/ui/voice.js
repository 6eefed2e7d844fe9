/* Speaks: one sound at a time, the files of a list one after another. Nothing starts by itself. */

const opus = new Audio().canPlayType('audio/ogg; codecs="opus"');
// Two, so that the next file is there when this one ends.
const players = [new Audio(), new Audio()];
let heard;

const smaller = (url) => (opus ? url.replace(/voice\.m4a$/, "voice.opus") : url);

function stop() {
  heard?.mark(false);
  heard = undefined;
  for (const player of players) player.pause();
}

function mark(button, on) {
  button.classList.toggle("on", on);
  const line = button.closest("[data-line]");
  line?.classList.toggle("spoken", on);
  if (on) line?.scrollIntoView({ block: "nearest" });
}

function speak(buttons, all) {
  stop();
  const pieces = buttons.flatMap((button) => button.dataset.audio.split(" ").map((url) => [smaller(url), button]));
  let at = -1;
  const run = {
    all,
    button: all ?? buttons[0],
    mark(on) {
      if (pieces[at]) mark(pieces[at][1], on);
      all?.classList.toggle("on", on);
    },
  };
  const next = () => {
    if (heard !== run) return;
    run.mark(false);
    at += 1;
    if (!pieces[at]) return stop();
    run.mark(true);
    const player = players[at % 2];
    if (!at) player.src = pieces[0][0];
    const coming = players[(at + 1) % 2];
    // A phone lets a player speak that was touched by a press: both are.
    if (pieces[at + 1]) coming.src = pieces[at + 1][0];
    if (pieces[at + 1] || !at) coming.load();
    player.onended = next;
    // Half an amount would be a wrong one.
    player.play().catch(() => heard === run && stop());
  };
  heard = run;
  next();
}

addEventListener("click", (event) => {
  const button = event.target.closest("[data-audio],[data-play]");
  if (!button) return;
  event.preventDefault();
  if (heard?.button === button) return stop();
  const place = document.getElementById(button.dataset.play);
  if (button.dataset.audio) speak([button]);
  else speak([...place.querySelectorAll("[data-audio]")], button);
});
addEventListener("pagehide", stop);
for (const button of document.querySelectorAll("[data-audio][hidden],[data-play][hidden]")) button.hidden = false;
