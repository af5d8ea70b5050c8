// The words of the page itself, Chinese and English. What the bot says comes from the server.

const catalogues = {
  zh: {
    title: "会务 · 演示",
    brand: "会务",
    brandNote: "演示",
    language: "界面语言",
    tryThis: "试一试",
    tipLabel: (name, text) => `在${name}的手机上发送:${text}`,
    phones: "手机",
    clock: "楼内时间",
    zone: (zone) => `楼内时间(${zone})`,
    forward15: "+15 分钟",
    forward60: "+1 小时",
    forwardNext: "到下一件事",
    next: (when) => `下一件事 ${when}`,
    nothingNext: "后面没有安排",
    minutesLater: (n) => `${n} 分钟后`,
    hoursLater: (n) => `${n} 小时后`,
    tomorrow: "明天",
    lost: "与服务器的连接断开了,正在重新连接…",
    starting: "正在启动…",
    back: "已重新连接",
    bot: "机器人",
    group: "群组",
    typing: "正在输入…",
    chats: "会话",
    messages: (name) => `与${name}的消息`,
    empty: "还没有消息",
    start: "开始",
    edited: "已编辑",
    silent: "静默发送",
    pinned: "置顶消息",
    jump: "回到最新消息",
    unread: (n) => `${n} 条未读`,
    reply: "回复",
    edit: "修改",
    editing: "修改消息",
    replying: (name) => `回复 ${name}`,
    cancel: "取消",
    close: "关闭",
    compose: "输入消息",
    composeTo: (name) => `${name}:输入消息`,
    caption: "添加说明",
    send: "发送",
    attach: "添加图片",
    commands: "菜单",
    keyboard: "快捷按钮",
    remove: "移除图片",
    photo: "图片",
    album: "相册",
    voice: "语音消息",
    sticker: "贴纸",
    download: (name) => `下载 ${name}`,
    contact: "联系人",
    location: "位置",
    forwarded: "转发的消息",
    deleted: "消息已不在",
    shareTitle: "分享手机号?",
    shareText: (bot) => `会把您自己的姓名和手机号发给“${bot}”`,
    share: "分享",
    ok: "好",
    openTitle: "在哪部手机上打开?",
    openText: "这个链接会打开与机器人的对话",
    open: "打开",
    thisPhone: "这部手机",
    drawer: "其他人",
    drawerTitle: "看谁的手机?",
    drawerText: "名单上的人都有手机,拿出来就摆在页面上",
    drawerSearch: "姓名、班组、职务",
    failed: "没有发出去,请再试一次",
  },
  en: {
    title: "huiwu · demo",
    brand: "huiwu",
    brandNote: "demo",
    language: "Page language",
    tryThis: "Try this",
    tipLabel: (name, text) => `Send from ${name}’s phone: ${text}`,
    phones: "Phones",
    clock: "Building time",
    zone: (zone) => `Building time (${zone})`,
    forward15: "+15 min",
    forward60: "+1 hour",
    forwardNext: "To the next thing",
    next: (when) => `Next: ${when}`,
    nothingNext: "Nothing is coming up",
    minutesLater: (n) => `in ${n} min`,
    hoursLater: (n) => `in ${n} h`,
    tomorrow: "tomorrow",
    lost: "The connection was lost. Reconnecting…",
    starting: "Starting…",
    back: "Connected again",
    bot: "bot",
    group: "group",
    typing: "typing…",
    chats: "Chats",
    messages: (name) => `Messages with ${name}`,
    empty: "No messages yet",
    start: "Start",
    edited: "edited",
    silent: "sent silently",
    pinned: "Pinned message",
    jump: "To the newest message",
    unread: (n) => `${n} unread`,
    reply: "Reply",
    edit: "Edit",
    editing: "Edit message",
    replying: (name) => `Reply to ${name}`,
    cancel: "Cancel",
    close: "Close",
    compose: "Message",
    composeTo: (name) => `${name}: message`,
    caption: "Add a caption",
    send: "Send",
    attach: "Add a picture",
    commands: "Menu",
    keyboard: "Quick replies",
    remove: "Remove picture",
    photo: "Photo",
    album: "Album",
    voice: "Voice message",
    sticker: "Sticker",
    download: (name) => `Download ${name}`,
    contact: "Contact",
    location: "Location",
    forwarded: "Forwarded message",
    deleted: "The message is gone",
    shareTitle: "Share your phone number?",
    shareText: (bot) => `Your own name and number go to “${bot}”`,
    share: "Share",
    ok: "OK",
    openTitle: "Open on which phone?",
    openText: "The link opens the chat with the bot",
    open: "Open",
    thisPhone: "this phone",
    drawer: "Others",
    drawerTitle: "Whose phone?",
    drawerText: "Everybody on the list has one; it is put on the page",
    drawerSearch: "Name, crew, post",
    failed: "It was not sent. Please try again",
  },
};

const storageKey = "huiwu.language";

// A browser may refuse storage; the choice then lasts as long as the page.
function stored() {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

let current = catalogues[stored()] ? stored() : navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";

export const language = () => current;

export function setLanguage(name) {
  current = name;
  try {
    localStorage.setItem(storageKey, name);
  } catch {
    // As above.
  }
}

// t is the sentence for key in the page's language.
export function t(key, ...values) {
  const sentence = catalogues[current][key];
  return typeof sentence === "function" ? sentence(...values) : sentence;
}
