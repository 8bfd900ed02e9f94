// Reads archives with the programs of others: golang.org/x/mod/sumdb/note opens every checkpoint, manifest and record,
// and Tessera's fsck recomputes the root from the entry bundles and compares every hash tile.
//
//	log archive ARCHIVE KEYS    KEYS: what `inkraft key list --json` says in the archive's workspace
//	log proofs                  proofs and spoiled ones with the verdict of transparency-dev/merkle, one a line
//
// An archive is first judged as it is, and then copies of it that were spoiled, each of which must be refused.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera/api"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/fsck"
	"golang.org/x/mod/sumdb/note"
)

// Counts of what was judged in one archive.
type counts struct {
	entries, records, signatures, checkpoints, manifests int
}

func main() {
	err := errors.New("usage: log archive ARCHIVE KEYS | log proofs")
	switch {
	case len(os.Args) == 4 && os.Args[1] == "archive":
		err = archive(os.Args[2], os.Args[3])
	case len(os.Args) == 2 && os.Args[1] == "proofs":
		err = proofs(os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The keys of a workspace: the archive's first one now and then those that it had before, and all keys that are or were.
func keys(file string) ([]note.Verifier, note.Verifiers, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	var list struct {
		Keys []struct {
			Role, Vkey string
			Removed    *struct{ Role string }
		}
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, nil, err
	}
	var all []note.Verifier
	var of []note.Verifier
	for _, key := range list.Keys {
		verifier, err := note.NewVerifier(key.Vkey)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", key.Vkey, err)
		}
		all = append(all, verifier)
		if key.Role == "archive" {
			of = append([]note.Verifier{verifier}, of...)
		} else if key.Removed != nil && key.Removed.Role == "archive" {
			of = append(of, verifier)
		}
	}
	if len(of) == 0 {
		return nil, nil, errors.New("no archive key in " + file)
	}
	return of, note.VerifierList(all...), nil
}

// Opens a note by keys; every one of its lines must be one of theirs, but in `checkpoint`, where witnesses leave lines.
func opens(file string, text []byte, known note.Verifiers) (int, error) {
	opened, err := note.Open(text, known)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", file, err)
	}
	if len(opened.UnverifiedSigs) > 0 && filepath.Base(file) != "checkpoint" {
		return 0, fmt.Errorf("%s: a line of an unknown key", file)
	}
	return len(opened.Sigs), nil
}

// What the verdict on an archive is.
func judge(root string, of []note.Verifier, known note.Verifiers) (counts, error) {
	var told counts
	leaves := func(bundle []byte) ([][]byte, error) {
		var entries api.EntryBundle
		if err := entries.UnmarshalText(bundle); err != nil {
			return nil, err
		}
		var hashes [][]byte
		for _, entry := range entries.Entries {
			hashes = append(hashes, rfc6962.DefaultHasher.HashLeaf(entry))
			_, record, found := bytes.Cut(entry, []byte("\n\n"))
			if !found {
				return nil, fmt.Errorf("entry %d is none", told.entries)
			}
			lines, err := opens(fmt.Sprintf("entry %d", told.entries), record, known)
			if err != nil {
				return nil, err
			}
			told.entries++
			told.records++
			told.signatures += lines
		}
		return hashes, nil
	}
	log := fsck.New(of[0].Name(), of[0], client.FileFetcher{Root: root}, leaves, fsck.Opts{N: 1})
	if err := log.Check(context.Background()); err != nil {
		return told, err
	}
	alone := note.VerifierList(of...)
	for pattern, count := range map[string]*int{
		"checkpoint": &told.checkpoints, "checkpoints/*": &told.checkpoints, "policies/*/manifest": &told.manifests,
	} {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			return told, err
		}
		for _, file := range files {
			if strings.HasSuffix(file, ".tsr") || strings.HasSuffix(file, ".cosig") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return told, err
			}
			if _, err := opens(file, text, alone); err != nil {
				return told, err
			}
			*count++
		}
	}
	return told, nil
}

// Judges an archive, and spoiled copies of it.
func archive(root, file string) error {
	of, known, err := keys(file)
	if err != nil {
		return err
	}
	told, err := judge(root, of, known)
	if err != nil {
		return fmt.Errorf("%s does not hold: %w", root, err)
	}
	if told.entries == 0 || told.manifests == 0 {
		return fmt.Errorf("%s: nothing was judged", root)
	}
	refused := 0
	for _, spoiled := range []struct{ glob, from, to string }{
		{"tile/entries/000.p/*", "\"kind\":\"issue\"", "\"kind\":\"issuf\""},
		{"tile/entries/000.p/*", "\nlogged 2", "\nlogged 3"},
		{"tile/entries/000.p/*", "\n— ", "\n- "},
		{"tile/0/000.p/*", "", ""},
		{"checkpoint", "\n— ", "\n— x"},
		{"checkpoint", of[0].Name() + "\n", of[0].Name() + "x\n"},
		{"checkpoints/1", "\n1\n", "\n2\n"},
		{"policies/*/manifest", "inkraft/", "inkrafu/"},
	} {
		if err := refuse(root, spoiled.glob, spoiled.from, spoiled.to, of, known); err != nil {
			return err
		}
		refused++
	}
	fmt.Printf("%s: %d entries, whose root and hash tiles come out the same; %d notes opened (%d records with %d signatures, %d checkpoints, %d manifests); %d spoiled copies refused\n",
		of[0].Name(), told.entries, told.records+told.checkpoints+told.manifests, told.records, told.signatures, told.checkpoints, told.manifests, refused)
	return nil
}

// Whether a copy in which one file was changed is refused. Without a text to change, the last bit of the file is.
func refuse(root, glob, from, to string, of []note.Verifier, known note.Verifiers) error {
	folder, err := os.MkdirTemp("", "log")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := os.CopyFS(folder, os.DirFS(root)); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(folder, glob))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("nothing to spoil: %s", glob)
	}
	// The widest partial tile is the newest; the others are read by nobody.
	sort.Slice(files, func(i, j int) bool {
		return len(files[i]) > len(files[j]) || len(files[i]) == len(files[j]) && files[i] > files[j]
	})
	text, err := os.ReadFile(files[0])
	if err != nil {
		return err
	}
	spoiled := bytes.Replace(text, []byte(from), []byte(to), 1)
	if from == "" {
		spoiled = bytes.Clone(text)
		spoiled[len(spoiled)-1] ^= 1
	}
	if bytes.Equal(spoiled, text) {
		return fmt.Errorf("the file to be spoiled was not changed: %s", glob)
	}
	if err := os.WriteFile(files[0], spoiled, 0o644); err != nil {
		return err
	}
	if _, err := judge(folder, of, known); err == nil {
		return fmt.Errorf("spoiled, and not refused: %s, %q", glob, from)
	}
	return nil
}
