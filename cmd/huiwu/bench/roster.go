package bench

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"huiwu/conference"
	"huiwu/storage/floor"
)

// firstAccount is the Telegram account of the first person on the roster; the others follow.
const firstAccount = 5_000_000

// roster fills the site with rooms and staff, all with accounts.
func (s *site) roster(ctx context.Context, o *Office, rooms, people int) error {
	if _, err := o.Store.Import(ctx, time.Now().UTC(), someRooms(rooms), nil); err != nil {
		return fmt.Errorf("roster: %w", err)
	}
	return s.floor.Enlist(ctx, people, firstAccount)
}

// buildings hold 50 rooms each.
var buildings = []string{"主楼", "东楼", "西楼", "南楼", "北楼", "会议大厦", "科研楼", "培训中心", "迎宾楼", "图书馆"}

func someRooms(n int) []conference.Room {
	rooms := make([]conference.Room, n)
	for i := range rooms {
		r := conference.Room{Number: strconv.Itoa(1001 + i), Building: buildings[i/50%len(buildings)], Floor: 1 + i%50/10,
			Class: conference.ClassA, Seats: 8 + i%4*8}
		if i%2 == 0 {
			r.Equipment = []string{"projector"}
		}
		rooms[i] = r
	}
	return rooms
}

// roomIDs are the IDs of all rooms.
func roomIDs(ctx context.Context, o *Office) ([]int64, error) {
	rooms, err := o.Store.Rooms(ctx)
	if err != nil {
		return nil, fmt.Errorf("rooms: %w", err)
	}
	ids := make([]int64, len(rooms))
	for i, r := range rooms {
		ids[i] = r.ID
	}
	return ids, nil
}

// pattern is the rows of the first booking there is.
func (s *site) pattern(ctx context.Context, o *Office) (*floor.Pattern, error) {
	now := time.Now().UTC()
	made, err := o.Store.BookingsBetween(ctx, now, now.AddDate(0, 0, 90))
	if err != nil {
		return nil, fmt.Errorf("bookings: %w", err)
	}
	if len(made) == 0 {
		return nil, errors.New("nothing was booked")
	}
	ids, err := roomIDs(ctx, o)
	if err != nil {
		return nil, err
	}
	return s.floor.Like(ctx, made[0].ID, ids, now.AddDate(1, 0, 0).Truncate(time.Hour))
}
