package embedded

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A tar.xz with bin/postgres, a shell script that prints "postgres (PostgreSQL) 17.9", and with bin/initdb and
// bin/pg_ctl, which fail as they do for root.
const packedPrograms = "/Td6WFoAAAFpIt42AgAhARwAAAAQz1jM4Cf/AKNdADEaShsO1TDyWxuE7yh9tnRTrysNXAd5TfTfWwfdwef/WUnA838q9KJRWlPCtRjvCmjgNu" +
	"26KQep13uPt+pPZt6WTjQspxnzdpUwaAoQMIPBOJyN+tdZ40F9cJ8XzN4vukrqMlImfBs5Jf9OiE7meUSNSzV/LM/JMeeDcUNVny29+nPz+Nlw" +
	"8//tddfzvG4YZDTjRnXDmrhXbL5851YjfM2J1AAAABGlf1sAAbsBgFAAAFCG3Q8+MA2LAgAAAAABWVo="

// repository serves the programs as the place that they are fetched from does, and counts the downloads.
func repository(t *testing.T, checksum func([]byte) string) (address string, downloads *int) {
	t.Helper()
	packed, err := base64.StdEncoding.DecodeString(packedPrograms)
	if err != nil {
		t.Fatal(err)
	}
	var jar bytes.Buffer
	archive := zip.NewWriter(&jar)
	entry, err := archive.Create("postgres.txz")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := entry.Write(packed); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	downloads = new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".sha256") {
			fmt.Fprint(w, checksum(jar.Bytes()))
			return
		}
		*downloads++
		_, _ = w.Write(jar.Bytes())
	}))
	t.Cleanup(server.Close)
	return server.URL, downloads
}

func sha(b []byte) string { return fmt.Sprintf("%x", sha256.Sum256(b)) }

func TestFetch_OnceForAllRuns(t *testing.T) {
	t.Parallel()
	address, downloads := repository(t, sha)
	cache := openDir(t)
	for range 2 {
		dir, err := fetchFrom(t.Context(), address, cache)
		if err != nil {
			t.Fatal(err)
		}
		if b, ok := inspect(dir); !ok || b.major != 17 {
			t.Errorf("found %+v, %v in %s; want PostgreSQL 17", b, ok, dir)
		}
	}
	if *downloads != 1 {
		t.Errorf("downloads = %d, want 1", *downloads)
	}
	if left, err := filepath.Glob(filepath.Join(cache, "fetch-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestFetch_DamagedDownload(t *testing.T) {
	t.Parallel()
	address, _ := repository(t, func([]byte) string { return sha(nil) })
	if dir, err := fetchFrom(t.Context(), address, openDir(t)); err == nil {
		t.Errorf("fetched into %s, want an error", dir)
	}
}

func TestFinder_Find(t *testing.T) {
	t.Parallel()
	fake := func(version string) string {
		dir := filepath.Join(openDir(t), version, "bin")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, program := range []string{"initdb", "postgres"} {
			script := "#!/bin/sh\necho 'postgres (PostgreSQL) " + version + ".1'\n"
			if err := os.WriteFile(filepath.Join(dir, program), []byte(script), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	v9, v15, v17 := fake("9"), fake("15"), fake("17")
	wrapper := openDir(t) // only a program that is called postgres
	if err := os.Symlink(filepath.Join(v17, "postgres"), filepath.Join(wrapper, "postgres")); err != nil {
		t.Fatal(err)
	}
	links := openDir(t)
	for _, program := range []string{"initdb", "postgres"} {
		if err := os.Symlink(filepath.Join(v15, program), filepath.Join(links, program)); err != nil {
			t.Fatal(err)
		}
	}
	noFetch := func(context.Context) (string, error) { return "", errors.New("no network") }
	tests := []struct {
		name   string
		finder finder
		major  int
		want   string // directory, "" for an error
	}{
		{"in PATH", finder{path: v15, patterns: []string{v17}}, 0, v15},
		{"installed by a package", finder{path: wrapper, patterns: []string{v17}}, 0, v17},
		{"links in PATH lead to the directory", finder{path: links}, 0, v15},
		{"the version that wrote the data", finder{path: v17, patterns: []string{v15}}, 15, v15},
		{"not the version that wrote the data", finder{path: v17}, 15, ""},
		{"too old", finder{path: v9}, 0, ""},
		{"fetched", finder{fetch: func(context.Context) (string, error) { return v17, nil }}, 0, v17},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.finder.fetch == nil {
				tt.finder.fetch = noFetch
			}
			got, err := tt.finder.find(t.Context(), tt.major)
			if got.dir != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("find = %s, %v; want %q", got.dir, err, tt.want)
			}
		})
	}
}

func TestFinder_NewestFirst(t *testing.T) {
	t.Parallel()
	root := openDir(t)
	for _, version := range []string{"9.6", "10", "17"} {
		if err := os.MkdirAll(filepath.Join(root, version, "bin"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	got := finder{patterns: []string{root + "/*/bin"}}.candidates()
	if len(got) != 3 || !strings.Contains(got[0], "/17/") {
		t.Errorf("candidates = %v, want 17 first", got)
	}
}
