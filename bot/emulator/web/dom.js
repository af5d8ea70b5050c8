// Building elements without a framework.

// h makes an element: "on…" attributes are listeners, true is an empty attribute; absent ones and falsy children are left out.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(Boolean));
  return element;
}

const paths = {
  send: "M4.5 12 3.6 4.9a.7.7 0 0 1 1-.7l16 7.2a.7.7 0 0 1 0 1.2l-16 7.2a.7.7 0 0 1-1-.7L4.5 12Zm0 0H13",
  attach: "m20 11.6-8.3 8.2a5.4 5.4 0 0 1-7.7-7.6l8.6-8.5a3.6 3.6 0 0 1 5.1 5.1l-8.6 8.4a1.8 1.8 0 0 1-2.5-2.5l7.8-7.7",
  commands: "M4 6.5h16M4 12h16M4 17.5h10",
  keyboard: "M5 6h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 18H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 6ZM7.5 10h.01M12 10h.01M16.5 10h.01M8 14.5h8",
  close: "M6 6l12 12M18 6 6 18",
  pin: "M14.5 3.5 20.5 9.5 17 10.5l-3 3-.5 4.5-7.5-7.5 4.5-.5 3-3zM9.5 14.5 4 20",
  down: "m6 9.5 6 6 6-6",
  silent: "M6.5 16.5h11c-1.3-1.3-1.6-3-1.6-6a4 4 0 0 0-6-3.300M7.8 9.5c0 3.5 0 5-1.3 7M10 19.5a2.3 2.3 0 0 0 4 0M4 4l16 16",
  file: "M13.5 3.5H7a1.5 1.5 0 0 0-1.5 1.5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5zM13.5 3.5v5h5",
  reply: "M9.5 6 4 11.5 9.5 17M4.5 11.5H14a6 6 0 0 1 6 6v1",
  forward: "M14.5 6 20 11.5 14.5 17M19.5 11.5H10a6 6 0 0 0-6 6v1",
  place: "M12 21c4-4.5 6.5-7.6 6.5-11a6.5 6.5 0 0 0-13 0c0 3.4 2.5 6.5 6.5 11ZM12 12.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  edit: "m4 20 1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5",
  voice: "M8 5.5v13l11-6.5z",
  external: "M8 16 16.5 7.5M9.5 7h7.5v7.5",
  person: "M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5a7.5 7.5 0 0 1 15 0",
  skip: "M5 5.5v13l9-6.5zM18.5 5.5v13",
  bot: "M6 9h12a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2ZM12 5v4M9 13.5v1M15 13.5v1",
  group: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5a6.5 6.5 0 0 1 13 0M16 11.5a3 3 0 1 0-1.5-5.600M17.5 14a5.5 5.5 0 0 1 4 5.5",
};

// icon is a line drawing for decoration; the control around it carries the label.
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", `icon icon-${name}`], ["aria-hidden", "true"]]) svg.setAttribute(key, value);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

// badge is an unread count; empty and hidden at zero.
export function badge() {
  return h("span", { class: "badge", hidden: true });
}

export function setBadge(element, count, label) {
  element.hidden = !count;
  element.textContent = count > 99 ? "99+" : String(count || "");
  element.setAttribute("aria-label", count ? label(count) : "");
}

// initials stand for a picture: the last two characters of a Chinese name, the first letters of an English one.
function initials(name) {
  const words = name.trim().split(/\s+/);
  if (/[\u3400-\u9fff]/.test(name)) return words[0].slice(-2);
  return words.slice(0, 2).map((word) => word[0] ?? "").join("").toUpperCase();
}

// hue gives a person the same colour everywhere.
export function hue(name) {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + character.codePointAt(0)) % 360;
  return sum;
}

export function avatar(name, content = initials(name)) {
  const element = h("span", { class: "avatar", "aria-hidden": "true" }, content);
  element.style.setProperty("--hue", hue(name));
  return element;
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
