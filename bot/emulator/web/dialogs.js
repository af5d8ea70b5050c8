// Dialogs. The browser's own <dialog> keeps the focus inside and closes on Esc.

import { avatar, badge, h, icon, setBadge } from "./dom.js";
import { t } from "./words.js";

// ask shows a dialog over the phone (or the page) and answers the value of the button that closed it, "" for Esc.
function ask({ over, title, content, buttons, role }) {
  const form = h("form", { method: "dialog" },
    title && h("h2", {}, title), content,
    h("div", { class: "choices" }, buttons.map(({ value, text, strong }) =>
      h("button", { value, class: strong ? "strong" : null, autofocus: strong }, text))));
  const dialog = h("dialog", { class: "ask", role, "aria-label": title ?? t("ok") }, form);
  document.body.append(dialog);
  place(dialog, over);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(""));
  const closed = new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(dialog.returnValue);
  }));
  dialog.showModal();
  return closed;
}

// place centres the dialog on the phone that it concerns.
function place(dialog, over) {
  const box = over?.getBoundingClientRect();
  if (!box?.width) return;
  const width = Math.min(320, innerWidth - 32);
  const left = Math.max(16, Math.min(innerWidth - width - 16, box.left + (box.width - width) / 2));
  dialog.style.setProperty("width", `${width}px`);
  dialog.style.setProperty("margin-left", `${left}px`);
}

// alertOn shows the bot's answer to a press that asked for attention.
export function alertOn(over, text) {
  return ask({ over, role: "alertdialog", content: h("p", { class: "said" }, text), buttons: [{ value: "ok", text: t("ok"), strong: true }] });
}

export async function confirmContact(over, bot) {
  const buttons = [{ value: "", text: t("cancel") }, { value: "share", text: t("share"), strong: true }];
  return (await ask({ over, title: t("shareTitle"), content: h("p", {}, t("shareText", bot)), buttons })) === "share";
}

// choosePhone asks where to open a deep link; null when the person thinks better of it.
export async function choosePhone(over, phones, current) {
  const list = h("div", { class: "options", role: "radiogroup", "aria-label": t("openTitle") }, phones.map((phone) =>
    h("label", {},
      h("input", { type: "radio", name: "phone", value: phone.id, checked: phone === current }),
      avatar(phone.name),
      h("span", {}, h("b", {}, phone.name), h("small", {}, phone.label, phone === current && ` · ${t("thisPhone")}`)))));
  const buttons = [{ value: "", text: t("cancel") }, { value: "open", text: t("open"), strong: true }];
  const answer = await ask({ over, title: t("openTitle"), content: [h("p", {}, t("openText")), list], buttons });
  const chosen = list.querySelector("input:checked")?.value;
  return answer === "open" ? phones.find((phone) => String(phone.id) === chosen) ?? null : null;
}

// choosePerson asks whose phone to take out of the drawer; "" when the person thinks better of it. Typing leaves those
// whose name or label holds the words; those who have something to read come first.
export function choosePerson(people) {
  const rows = people.toSorted((a, b) => Boolean(b.unread) - Boolean(a.unread)).map((person) => {
    const unread = badge();
    setBadge(unread, person.unread, (n) => t("unread", n));
    return h("button", { value: person.id, "data-testid": "person" }, avatar(person.name),
      h("span", {}, h("b", {}, person.name), h("small", {}, person.label)), unread);
  });
  const filter = (event) => {
    const words = event.target.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words);
  };
  const search = h("input", { type: "search", "data-testid": "person-search", placeholder: t("drawerSearch"), "aria-label": t("drawerSearch"), autofocus: true, oninput: filter,
    onkeydown: (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      rows.find((row) => !row.hidden)?.click();
    } });
  return ask({ title: t("drawerTitle"), content: [h("p", {}, t("drawerText")), search, h("div", { class: "options people" }, rows)], buttons: [{ value: "", text: t("cancel") }] });
}

// viewPhotos shows pictures large; arrows move between those of an album.
export function viewPhotos(urls, index) {
  const image = h("img", { src: urls[index], alt: t("photo") });
  const dialog = h("dialog", { class: "viewer", "aria-label": t("photo") },
    image, h("button", { type: "button", "aria-label": t("close"), onclick: () => dialog.close() }, icon("close")));
  const turn = (step) => {
    index = (index + step + urls.length) % urls.length;
    image.src = urls[index];
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") turn(1);
    if (event.key === "ArrowLeft") turn(-1);
  });
  dialog.addEventListener("click", (event) => (event.target === image && urls.length > 1 ? turn(1) : dialog.close()));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
