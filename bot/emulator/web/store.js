// What the page knows: the server's state, kept current by its events.

export const same = (a, b) => String(a) === String(b);

const findPhone = (state, id) => state.phones.find((phone) => same(phone.id, id));

export const findChat = (phone, id) => phone.chats.find((chat) => same(chat.id, id));

// findMessage also finds an album by any of its pictures: those have consecutive ids, and the first one stands for all.
export const findMessage = (chat, id) =>
  chat.messages.find((message) => same(message.id, id)) ??
  chat.messages.find((message) => id > message.id && id < message.id + (message.album?.length ?? 0));

export const unreadOf = (phone) => phone.chats.reduce((sum, chat) => sum + (chat.unread || 0), 0);

function put(chat, message) {
  const at = chat.messages.findIndex((each) => same(each.id, message.id));
  if (at < 0) chat.messages.push(message);
  else chat.messages[at] = message;
}

const changes = {
  message: (chat, event) => put(chat, event.message),
  edit: (chat, event) => put(chat, event.message),
  delete: (chat, event) => (chat.messages = chat.messages.filter((message) => !same(message.id, event.message_id))),
  pin: (chat, event) => (chat.pinned = event.message_id ?? null),
  unread: (chat, event) => (chat.unread = event.unread),
};

// apply changes the state by one event. It answers false when the event speaks of a phone or chat that the state
// does not hold, so that the caller loads it anew.
export function apply(state, event) {
  if (event.type === "clock") {
    state.clock = event.clock;
    return true;
  }
  const phone = findPhone(state, event.phone);
  if (!phone) return false;
  if (event.type === "commands" || event.type === "keyboard") phone[event.type] = event[event.type] ?? null;
  const change = changes[event.type];
  if (!change) return true;
  const chat = findChat(phone, event.chat);
  if (chat) change(chat, event);
  return Boolean(chat);
}
