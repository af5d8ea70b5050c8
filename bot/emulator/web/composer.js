// The lower edge of a chat: text, commands menu, pictures, and the bot's reply keyboard.

import { h, icon } from "./dom.js";
import { CommandMenu } from "./commands.js";
import { preview } from "./message.js";
import { t } from "./words.js";

export class Composer {
  #context = null; // {kind: "reply" | "edit", message}
  #files = [];
  #sending = false;

  // hooks: send(text, replyTo), edit(message, text), photos(caption, files), shareContact(), last(mine), error(error).
  constructor(phone, hooks) {
    this.phone = phone;
    this.hooks = hooks;
    this.input = h("textarea", {
      rows: 1, "data-testid": "composer", "aria-label": t("composeTo", phone.name), placeholder: t("compose"), autocomplete: "off", enterkeyhint: "send",
      oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onpaste: (event) => this.#pasted(event),
    });
    this.menu = new CommandMenu(this.input, (command) => this.#sendText(`/${command}`));
    this.#build();
    this.setKeyboard(phone.keyboard);
    this.#typed();
  }

  #build() {
    this.above = h("div", { class: "context", hidden: true });
    this.staged = h("div", { class: "staged", hidden: true });
    this.keys = h("div", { class: "reply-keyboard", "data-testid": "reply-keyboard", hidden: true });
    this.menuButton = h("button", { type: "button", class: "tool", "data-testid": "commands", "aria-label": t("commands"), title: t("commands"), "aria-haspopup": "listbox", onclick: () => this.#toggleMenu() }, icon("commands"));
    this.keysButton = h("button", { type: "button", class: "tool", "aria-label": t("keyboard"), title: t("keyboard"), hidden: true, onclick: () => this.#showKeys(this.keys.hidden) }, icon("keyboard"));
    this.picker = h("input", { type: "file", class: "sr", accept: "image/*", multiple: true, "data-testid": "attach", "aria-label": t("attach"), onchange: () => this.#picked() });
    this.sendButton = h("button", { type: "submit", class: "tool send", "data-testid": "send", "aria-label": t("send"), title: t("send") }, icon("send"));
    this.element = h("form", { class: "composer", onsubmit: (event) => this.#submit(event) },
      this.menu.element, this.above, this.staged,
      h("div", { class: "row" }, this.menuButton,
        h("div", { class: "field" }, this.input, this.keysButton, h("label", { class: "tool", title: t("attach") }, this.picker, icon("attach"))), this.sendButton),
      this.keys);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.#escape(event));
    this.setCommands(this.phone.commands);
  }

  get draft() {
    return this.#context?.kind === "edit" ? "" : this.input.value;
  }

  set draft(text) {
    this.input.value = text;
    this.#typed();
  }

  setCommands(commands) {
    this.menu.commands = commands ?? [];
    this.menuButton.hidden = !this.menu.commands.length;
  }

  setKeyboard(keyboard) {
    this.keys.replaceChildren(...(keyboard?.buttons ?? []).map((row) => h("div", { class: "keys" }, row.map((button) => this.#replyKey(button)))));
    this.keysButton.hidden = !keyboard;
    this.#showKeys(Boolean(keyboard));
  }

  reply(message) {
    this.#begin({ kind: "reply", message }, t("replying", message.from.name));
  }

  edit(message) {
    this.draft = plainLines(message.html);
    this.#begin({ kind: "edit", message }, t("editing"));
  }

  // type writes the text as a person would, and sends it.
  async type(text, calm) {
    this.#leaveContext();
    this.input.focus({ preventScroll: true });
    this.draft = "";
    for (const character of calm ? [text] : [...text]) {
      this.draft += character;
      if (!calm) await new Promise((resolve) => setTimeout(resolve, 18));
    }
    this.menu.close();
    this.element.requestSubmit();
  }

  addFiles(files) {
    this.#files.push(...[...files].filter((file) => file.type.startsWith("image/")));
    this.#drawStaged();
    this.input.focus({ preventScroll: true });
  }

  #begin(context, title) {
    this.#context = context;
    this.above.replaceChildren(icon(context.kind), h("div", {}, h("b", {}, title), h("span", {}, preview(context.message))),
      h("button", { type: "button", class: "tool", "aria-label": t("cancel"), onclick: () => this.#leaveContext() }, icon("close")));
    this.above.hidden = false;
    this.input.focus({ preventScroll: true });
  }

  #leaveContext() {
    if (this.#context?.kind === "edit") this.draft = "";
    this.#context = null;
    this.above.hidden = true;
  }

  #typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight || 36, 132)}px`;
    this.sendButton.disabled = !this.input.value.trim() && !this.#files.length;
    this.menu.filter();
  }

  #key(event) {
    // 229: Safari ends an input method's composition before it reports the Enter that ended it.
    if (event.isComposing || event.keyCode === 229 || this.menu.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.element.requestSubmit();
    }
    if (event.key !== "ArrowUp" || this.input.value) return;
    const last = this.hooks.last(!event.ctrlKey);
    if (!last) return;
    event.preventDefault();
    if (event.ctrlKey) this.reply(last);
    else this.edit(last);
  }

  #escape(event) {
    if (this.menu.open) this.menu.close();
    else if (this.#context) this.#leaveContext();
    else return;
    event.stopPropagation();
  }

  #toggleMenu() {
    if (this.menu.open) return this.menu.close();
    this.input.focus({ preventScroll: true });
    this.menu.show();
  }

  #pasted(event) {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    this.addFiles(event.clipboardData.files);
  }

  #picked() {
    this.addFiles(this.picker.files);
    this.picker.value = "";
  }

  #drawStaged() {
    for (const image of this.staged.querySelectorAll("img")) URL.revokeObjectURL(image.src);
    this.staged.replaceChildren(...this.#files.map((file, index) =>
      h("div", {}, h("img", { src: URL.createObjectURL(file), alt: file.name }),
        h("button", { type: "button", "aria-label": t("remove"), onclick: () => this.#unstage(index) }, icon("close")))));
    this.staged.hidden = !this.#files.length;
    this.input.placeholder = this.#files.length ? t("caption") : t("compose");
    this.#typed();
  }

  #unstage(index) {
    this.#files.splice(index, 1);
    this.#drawStaged();
  }

  #replyKey(button) {
    const act = () => (button.request_contact ? this.hooks.shareContact() : this.#sendText(button.text));
    return h("button", { type: "button", class: "key", onclick: act }, button.request_contact && icon("person"), h("span", {}, button.text));
  }

  #showKeys(shown) {
    this.keys.hidden = !shown;
    this.keysButton.setAttribute("aria-expanded", String(shown));
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text && !this.#files.length) return;
    this.#deliver(text);
  }

  // A failed delivery leaves what was written where it was.
  async #deliver(text) {
    if (this.#sending) return;
    this.#sending = true;
    try {
      if (this.#files.length) await this.hooks.photos(text, this.#files);
      else if (this.#context?.kind === "edit") await this.hooks.edit(this.#context.message, text);
      else await this.hooks.send(text, this.#context?.message.id);
      this.#context = null;
      this.above.hidden = true;
      this.#files = [];
      this.draft = "";
      this.#drawStaged();
    } catch (error) {
      this.hooks.error(error);
    } finally {
      this.#sending = false;
    }
  }

  #sendText(text) {
    this.menu.close();
    if (this.input.value.startsWith("/")) this.draft = "";
    return this.hooks.send(text).catch(this.hooks.error);
  }
}

// plainLines is what a person would have typed to get this HTML; unlike plain it keeps the lines.
function plainLines(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.textContent;
}
