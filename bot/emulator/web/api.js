// The emulator's HTTP interface.

// The page may be mounted below a path of its own.
const address = (path) => new URL(`../api/${path}`, import.meta.url);

async function request(path, options) {
  const response = await fetch(address(path), options);
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  throw new Error(body.error || `HTTP ${response.status}`);
}

function post(path, body) {
  if (body instanceof FormData) return request(path, { method: "POST", body });
  return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

const on = (phone, action, body) => post(`phones/${encodeURIComponent(phone)}/${action}`, body);

export const send = (phone, chat, text, replyTo) => on(phone, "send", replyTo ? { chat, text, reply_to: replyTo } : { chat, text });
export const press = (phone, chat, message, data) => on(phone, "press", { chat, message_id: message, data });
export const contact = (phone, chat) => on(phone, "contact", { chat });
export const start = (phone, param) => on(phone, "start", { param });
export const edit = (phone, chat, message, text) => on(phone, "edit", { chat, message_id: message, text });
export const read = (phone, chat) => on(phone, "read", { chat });
export const take = (phone) => on(phone, "take", {});
export const drawer = async () => (await (await request("state")).json()).drawer;
export const advance = (step) => post("clock", { advance: step });

export function photos(phone, chat, caption, files) {
  const form = new FormData();
  form.append("chat", chat);
  form.append("caption", caption);
  for (const file of files) form.append("file", file, file.name || "photo.png");
  return on(phone, "photo", form);
}

// follow loads the state and then hands on every event. When the server goes away it says so once (onLost) and
// keeps trying; afterwards the state is loaded anew, as a restarted server knows nothing of old sequence numbers.
// The result's reload does the same when the caller finds that it has missed something.
export function follow({ onState, onEvent, onLost }) {
  let attempt = 0;
  let source = null;
  let loading = false;

  function retry() {
    source?.close();
    onLost();
    setTimeout(connect, Math.min(4000, 400 * 1.6 ** attempt++));
  }

  async function connect() {
    if (loading) return;
    loading = true;
    source?.close();
    let state;
    try {
      state = await (await request("state")).json();
    } catch {
      return retry();
    } finally {
      loading = false;
    }
    onState(state);
    source = new EventSource(address(`events?after=${state.seq}`));
    source.onopen = () => (attempt = 0);
    source.onmessage = (event) => onEvent(JSON.parse(event.data));
    source.onerror = retry;
  }

  connect();
  return { reload: connect };
}
