// Links and commands inside messages.

import { h } from "./dom.js";

// deepLink is the start parameter when url opens a chat with the bot ("" without one), else null. A share link
// counts as the link it shares: on these phones forwarding means opening it on another one.
export function deepLink(url, bot) {
  let parsed;
  try {
    parsed = new URL(url);
  } catch {
    return null;
  }
  if (parsed.protocol === "tg:") return ofBot(parsed.searchParams.get("domain"), parsed, bot);
  if (!/^(www\.)?(t\.me|telegram\.(me|dog))$/.test(parsed.hostname)) return null;
  const path = parsed.pathname.replace(/^\/|\/$/g, "");
  if (path === "share/url" || path === "share") return deepLink(parsed.searchParams.get("url") ?? "", bot);
  return ofBot(path, parsed, bot);
}

function ofBot(name, url, bot) {
  return name?.toLowerCase() === bot.toLowerCase() ? url.searchParams.get("start") ?? "" : null;
}

// An address ends before white space and CJK punctuation, and without the punctuation of the sentence around it.
const linkable = /(https?:\/\/[^\s<>"'\u3000-\u303f\uff00-\uffef]*[^\s<>"'\u3000-\u303f\uff00-\uffef.,;:!?)])|(?<![\w/@.<])(\/[a-z][a-z0-9_]{0,31})(?![\w/])/gi;

// body is a message's text as an element: the server's safe HTML, with bare addresses and commands made
// clickable and spoilers openable, as a chat application does.
export function body(html, { onCommand, onLink }) {
  const element = h("div", { class: "text", dir: "auto" });
  element.innerHTML = html;
  linkify(element, onCommand);
  element.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link) {
      event.preventDefault();
      onLink(link.getAttribute("href"));
    }
  });
  for (const spoiler of element.querySelectorAll("tg-spoiler")) openable(spoiler);
  return element;
}

function linkify(element, onCommand) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("a, code, pre")) texts.push(walker.currentNode);
  for (const text of texts) text.replaceWith(...pieces(text.data, onCommand));
}

function pieces(text, onCommand) {
  const result = [];
  let from = 0;
  for (const match of text.matchAll(linkable)) {
    result.push(text.slice(from, match.index));
    const [found, url] = match;
    result.push(url ? h("a", { href: url }, url) : h("button", { type: "button", class: "command-link", onclick: () => onCommand(found) }, found));
    from = match.index + found.length;
  }
  result.push(text.slice(from));
  return result;
}

function openable(spoiler) {
  const open = () => spoiler.classList.add("open");
  spoiler.tabIndex = 0;
  spoiler.setAttribute("role", "button");
  spoiler.addEventListener("click", open);
  spoiler.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && open());
}

// plain is the text of safe HTML on one line, for quotes and previews.
export function plain(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.textContent.replace(/\s+/g, " ").trim();
}
