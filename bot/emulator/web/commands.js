// The commands menu above the composer: a listbox that the text field steers (ARIA combobox).

import { h } from "./dom.js";
import { t } from "./words.js";

let count = 0;

export class CommandMenu {
  commands = [];
  open = false;
  #input;
  #choose;
  #shown = [];
  #at = 0;

  constructor(input, choose) {
    this.#input = input;
    this.#choose = choose;
    this.id = `commands-${++count}`;
    this.element = h("ul", { class: "commands", role: "listbox", id: this.id, "aria-label": t("commands"), hidden: true });
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", this.id], ["aria-expanded", "false"]]) input.setAttribute(name, value);
    input.addEventListener("blur", () => setTimeout(() => this.#left(), 120));
  }

  // A click in the menu takes the focus for a moment; only a real departure closes it.
  #left() {
    const form = this.#input.form;
    if (!form?.contains(document.activeElement)) this.close();
  }

  // filter follows the text: a slash and the beginning of a name open the menu with what fits.
  filter() {
    const typed = /^\/([a-z0-9_]*)$/i.exec(this.#input.value)?.[1].toLowerCase();
    if (typed === undefined) return this.close();
    this.show(this.commands.filter(({ command }) => command.startsWith(typed)));
  }

  show(commands = this.commands) {
    if (!commands.length) return this.close();
    this.#shown = commands;
    this.#at = 0;
    this.element.replaceChildren(...commands.map(({ command, description }, index) =>
      h("li", { role: "option", id: `${this.id}-${index}`, "data-command": command, onpointerdown: (event) => event.preventDefault(), onclick: () => this.#choose(command) },
        h("b", {}, `/${command}`), h("span", {}, description))));
    this.#set(true);
    this.#mark();
  }

  close() {
    if (this.open) this.#set(false);
  }

  // key takes the keys that steer an open menu and says whether it took this one.
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#at = (this.#at + step + this.#shown.length) % this.#shown.length;
      this.#mark();
    } else if (event.key === "Enter" && !event.shiftKey) {
      this.#choose(this.#shown[this.#at].command);
    } else if (event.key === "Tab" && !event.shiftKey && this.#input.value) {
      this.#input.value = `/${this.#shown[this.#at].command} `;
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  #set(open) {
    this.open = open;
    this.element.hidden = !open;
    this.#input.setAttribute("aria-expanded", String(open));
    if (!open) this.#input.removeAttribute("aria-activedescendant");
  }

  #mark() {
    [...this.element.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.#at)));
    this.#input.setAttribute("aria-activedescendant", `${this.id}-${this.#at}`);
    this.element.children[this.#at].scrollIntoView({ block: "nearest" });
  }
}
