/* What waits on this phone and is sent once: docs/algorithms/offline.md. */
self.workshopQueue = (() => {
  const PIECE = 256 * 1024;
  let opening;

  const open = () =>
    (opening ??= new Promise((done, fail) => {
      const asked = indexedDB.open("workshop", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("acts", { keyPath: "n", autoIncrement: true });
        asked.result.createObjectStore("drafts", { keyPath: "id" });
        asked.result.createObjectStore("files", { keyPath: "digest" });
        asked.result.createObjectStore("facts");
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    }));
  // Done once it is on the disk, not before.
  const use = async (name, mode, work) => {
    const db = await open();
    return new Promise((done, fail) => {
      const whole = db.transaction(name, mode, { durability: "strict" });
      const asked = work(whole.objectStore(name));
      whole.oncomplete = () => done(asked.result);
      whole.onabort = () => fail(whole.error);
    });
  };
  const get = (name, key) => use(name, "readonly", (rows) => rows.get(key));
  const all = (name) => use(name, "readonly", (rows) => rows.getAll());
  const put = (name, value, key) => use(name, "readwrite", (rows) => rows.put(value, key));
  const keys = (name) => use(name, "readonly", (rows) => rows.getAllKeys());
  const drop = (name, key) => use(name, "readwrite", (rows) => rows.delete(key));
  const named = ({ content }) => [...content.pictures, content.voice];
  // Unless another draft needs them.
  const dropFiles = async (draft) => {
    const needed = (await all("drafts")).flatMap(named);
    for (const digest of named(draft)) if (digest && !needed.includes(digest)) await drop("files", digest);
  };
  const change = (id, edit) =>
    use("drafts", "readwrite", (rows) => {
      const asked = rows.get(id);
      asked.onsuccess = () => asked.result && rows.put({ ...asked.result, ...edit(asked.result) });
      return asked;
    });
  // An address of something in memory ends with one.
  const uuid = () => crypto.randomUUID?.() ?? URL.createObjectURL(new Blob()).slice(-36);
  const writer = async () => {
    const known = await get("facts", "writer");
    if (!known) await put("facts", uuid(), "writer");
    return known ?? get("facts", "writer");
  };

  async function ask(item, url, options = {}) {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), 60000);
    const headers = { ...options.headers, Accept: "application/json", "X-Workshop-Owner": item.owner };
    if (item.desk) headers["X-Tadamun-Desk"] = item.desk;
    try {
      const answer = await fetch(url, { ...options, headers, redirect: "manual", signal: stop.signal });
      const json = answer.headers.get("Content-Type")?.startsWith("application/json");
      return { status: answer.status, ok: answer.ok && json, said: json ? await answer.json() : {} };
    } catch {
      return { status: 0, said: {} };
    } finally {
      clearTimeout(clock);
    }
  }
  // Nobody decided. 403: she may sign in as herself again.
  const later = ({ status }) => !status || status >= 500 || [401, 403, 408, 429].includes(status);
  const json = (said) => ({ method: "POST", body: JSON.stringify(said), headers: { "Content-Type": "application/json" } });
  const failed = (answer) => ({ ...answer, later: later(answer) });

  async function sendAct(act) {
    let body = new URLSearchParams(act.body);
    if (act.body.some?.(([, value]) => value.size)) {
      body = new FormData();
      for (const [name, value] of act.body) body.append(name, value);
    }
    const answer = await ask(act, act.url, { method: "POST", body, headers: { "Idempotency-Key": act.id } });
    // Below 400 without our words: the page of a network's own door.
    if (!answer.ok && (later(answer) || answer.status < 400)) return { ...answer, later: true };
    const { to = act.url.replace(/[^/]+\/$/, ""), problem } = answer.said;
    if (!answer.ok) await put("facts", [to, problem], `undone:${act.owner}:${act.n}`);
    await drop("acts", act.n);
    return { ...answer, n: act.n, to: answer.ok && to };
  }

  async function sendFile(draft, url, file) {
    let offset = (await ask(draft, url)).said.offset ?? 0;
    for (let stuck = 0; stuck < 4; ) {
      const headers = { "Upload-Offset": offset, "Upload-Length": file.blob.size };
      const answer = await ask(draft, url, { method: "PUT", body: file.blob.slice(offset, offset + PIECE), headers });
      if (answer.said.done) return;
      if (answer.said.offset === undefined) return failed(answer);
      stuck = answer.said.offset > offset ? 0 : stuck + 1;
      offset = answer.said.offset;
    }
    return { later: true, said: {} };
  }

  async function sendDraft(draft) {
    const { content, step, revision: seen, edit } = draft;
    const at = `${draft.base}drafts/`;
    let answer = await ask(draft, `${at}${draft.key}/`, json({ content, step, seen, edit, writer: await writer() }));
    if (!answer.ok) return failed(answer);
    const { key, revision, missing } = answer.said;
    await change(draft.id, () => ({ key, revision }));
    for (const digest of missing) {
      const file = await get("files", digest);
      const trouble = file && (await sendFile(draft, `${at}${key}/files/${digest}/`, file));
      if (trouble) return trouble;
    }
    await change(draft.id, () => ({ synced: edit }));
    if (!draft.sending) return;
    answer = await ask(draft, `${at}${key}/sending/`, json({}));
    if (!answer.ok) return failed(answer);
    await drop("drafts", draft.id);
    await dropFiles(draft);
    return { id: draft.id, to: answer.said.to };
  }

  async function refuse(draft, { said }) {
    const without = ({ content }) => ({
      ...content,
      pictures: content.pictures.filter((each) => each !== said.file),
      voice: content.voice === said.file ? "" : content.voice,
    });
    await change(draft.id, (now) => ({
      sending: false, problem: said.problem || "?", say: said.say, edit: now.edit + 1, content: said.file ? without(now) : now.content,
    }));
    await dropFiles(draft);
  }

  // By her mark, with which owners begin: of all shops.
  const of = async (name, owner) => (await all(name)).filter((each) => each.owner.startsWith(owner));
  async function sendAll(owner) {
    const found = [];
    for (const act of await of("acts", owner)) {
      const answer = await sendAct(act);
      found.push(answer);
      if (answer.later) return found;
    }
    for (const draft of await of("drafts", owner)) {
      if (draft.problem || (draft.synced === draft.edit && !draft.sending)) continue;
      const answer = await sendDraft(draft);
      if (!answer) continue;
      found.push(answer);
      if (answer.later) {
        const { problem: told, say } = answer.said;
        if (told) await change(draft.id, () => ({ told, say }));
        return found;
      }
      if (!answer.to) await refuse(draft, answer);
    }
    return found;
  }
  // Without locks the server sees to it.
  const flush = (owner) => {
    const send = () => sendAll(owner);
    return self.navigator.locks ? navigator.locks.request("workshop", send) : send();
  };
  const waiting = async (owner) =>
    (await of("acts", owner)).length + (await of("drafts", owner)).filter((each) => each.sending).length;

  return { all, change, drop, dropFiles, flush, get, keys, of, put, uuid, waiting };
})();
