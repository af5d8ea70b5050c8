// Package emulator is a local Telegram Bot API server with people who use it.
//
// One half, [Server.API], answers bots exactly as Telegram does: the methods a
// conversational bot needs, long polling and webhooks, the documented limits,
// the error texts. It is stricter than Telegram in one point: a parameter or
// object field that the documentation does not know is refused, because a
// misspelt field is a mistake that Telegram would hide.
//
// The other half are the phones. A [Phone] does what a person does (types,
// presses, shares a contact, photographs a broken lamp) and sees what that
// person would see. Tests hold phones in Go; people hold them in a browser,
// through [Server.Phones].
//
// Faults are made on demand: rate limits ([Server.LimitRates]), errors and lost
// answers ([Server.Fail]), requests that hang ([Server.Stall]), people who
// blocked the bot ([Server.Block]), groups that put it out ([Server.KickBot]) or
// become supergroups ([Server.MigrateGroup]), topics that go ([Server.DeleteTopic]).
package emulator
