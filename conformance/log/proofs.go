package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/merkle/testonly"
)

// A proof, and whether it is one by transparency-dev/merkle.
type vector struct {
	What  string   `json:"what"`
	Kind  string   `json:"kind"`
	Index uint64   `json:"index"` // of consistency: the smaller size
	Size  uint64   `json:"size"`
	Leaf  string   `json:"leaf"` // of consistency: the smaller size's root
	Root  string   `json:"root"`
	Proof []string `json:"proof"`
	Holds bool     `json:"holds"`
}

// The sizes of the trees: around powers of two, where trees change their shape.
var sizes = []uint64{1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100}

// The leaves of all trees: leaf i is the text of i.
func tree() *testonly.Tree {
	tree := testonly.New(rfc6962.DefaultHasher)
	for i := range sizes[len(sizes)-1] {
		tree.AppendData(fmt.Appendf(nil, "leaf %d", i))
	}
	return tree
}

// Writes every proof of inclusion and of consistency of these trees, and each spoiled in every way that occurs to us.
func proofs(out io.Writer) error {
	buffer := bufio.NewWriter(out)
	defer buffer.Flush()
	encoder := json.NewEncoder(buffer)
	tree, hasher := tree(), rfc6962.DefaultHasher
	for _, size := range sizes {
		root := tree.HashAt(size)
		for index := range size {
			leaf := tree.LeafHash(index)
			path, err := tree.InclusionProof(index, size)
			if err != nil {
				return err
			}
			for _, v := range spoiled(index, size, leaf, root, path) {
				v.Kind = "inclusion"
				v.Holds = proof.VerifyInclusion(hasher, v.Index, v.Size, unhex(v.Leaf), all(v.Proof), unhex(v.Root)) == nil
				if err := encoder.Encode(v); err != nil {
					return err
				}
			}
		}
		for _, smaller := range sizes {
			if smaller > size {
				break
			}
			path, err := tree.ConsistencyProof(smaller, size)
			if err != nil {
				return err
			}
			for _, v := range spoiled(smaller, size, tree.HashAt(smaller), root, path) {
				v.Kind = "consistency"
				v.Holds = proof.VerifyConsistency(hasher, v.Index, v.Size, all(v.Proof), unhex(v.Leaf), unhex(v.Root)) == nil
				if err := encoder.Encode(v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// A proof as it is, and spoiled.
func spoiled(index, size uint64, leaf, root []byte, path [][]byte) []vector {
	some := make([]byte, 32)
	some[7] = 7
	vectors := []vector{}
	add := func(what string, index, size uint64, leaf, root []byte, path ...[]byte) {
		v := vector{What: what, Index: index, Size: size, Leaf: hex.EncodeToString(leaf), Root: hex.EncodeToString(root), Proof: []string{}}
		for _, hash := range path {
			v.Proof = append(v.Proof, hex.EncodeToString(hash))
		}
		vectors = append(vectors, v)
	}
	add("as it is", index, size, leaf, root, path...)
	add("index + 1", index+1, size, leaf, root, path...)
	if index > 0 {
		add("index - 1", index-1, size, leaf, root, path...)
	}
	add("index ^ 2", index^2, size, leaf, root, path...)
	add("size * 2", index, size*2, leaf, root, path...)
	add("size / 2", index, size/2, leaf, root, path...)
	add("size + 1", index, size+1, leaf, root, path...)
	add("size - 1", index, size-1, leaf, root, path...)
	add("wrong leaf", index, size, some, root, path...)
	add("wrong root", index, size, leaf, some, path...)
	add("swapped", index, size, root, leaf, path...)
	add("trailing hash", index, size, leaf, root, append(path[:len(path):len(path)], some)...)
	add("trailing root", index, size, leaf, root, append(path[:len(path):len(path)], root)...)
	add("preceding hash", index, size, leaf, root, append([][]byte{some}, path...)...)
	add("preceding leaf", index, size, leaf, root, append([][]byte{leaf}, path...)...)
	if len(path) > 0 {
		add("empty", index, size, leaf, root)
		add("truncated", index, size, leaf, root, path[:len(path)-1]...)
		add("beheaded", index, size, leaf, root, path[1:]...)
	}
	for i := range path {
		changed := append([][]byte{}, path...)
		changed[i] = append([]byte{}, path[i]...)
		changed[i][0] ^= 16
		add("a bit", index, size, leaf, root, changed...)
	}
	return vectors
}

func unhex(text string) []byte {
	hash, _ := hex.DecodeString(text)
	return hash
}

func all(texts []string) [][]byte {
	hashes := [][]byte{}
	for _, text := range texts {
		hashes = append(hashes, unhex(text))
	}
	return hashes
}
