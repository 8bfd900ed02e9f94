//! Every codec of the archive: what it writes it reads, what it reads it writes, and nothing makes it panic.

use inkraft::base::effect::{Awaits, Beside, Effect, Event, EventKind, From, Open};
use inkraft::base::{AsOf, Day, Digest, Id, Time};
use inkraft::format::anchor::Anchor;
use inkraft::format::charter::{
    Charter, CharterKey, CharterSeal, Matter, Person, RULES, Reason, Revoked, Role, Special, Threshold,
};
use inkraft::format::checkpoint::{self, Checkpoint};
use inkraft::format::cosignature;
use inkraft::format::entry::Entry;
use inkraft::format::heads::Heads;
use inkraft::format::layout::Place;
use inkraft::format::note::{Note, Signature};
use inkraft::format::record::{
    After, Asset, Body, Decision, FileRef, Ground, Issue, Outcome, Purpose, Record, Rendition, Repeal,
    Restate, Review, Stream, Tree, Typeset, Withdraw, Withhold, WithholdGround,
};
use inkraft::format::{canonical, tile};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

const ORIGIN: &str = "codec.example/archive";

fn digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 32]>().prop_map(Digest)
}

fn id() -> impl Strategy<Value = Id> {
    "[a-z][a-z0-9]{2,8}(-[a-z0-9]{1,5}){1,2}".prop_map(|t| t.parse().unwrap())
}

fn day() -> impl Strategy<Value = Day> {
    (1i16..=9999, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap())
}

fn time() -> impl Strategy<Value = Time> {
    (-60_000_000_000i64..250_000_000_000, -23i8..=23)
        .prop_map(|(s, h)| Time::in_zone(s, &jiff::tz::TimeZone::fixed(jiff::tz::offset(h))).unwrap())
}

/// Text with everything that canonical text must escape or keep.
fn words() -> impl Strategy<Value = String> {
    "[ -~äöüß„“\n\t\u{1}\u{200b}😀]{0,20}[a-zä\"\\\\]"
        .prop_filter("allowed", |t| t.chars().all(canonical::allowed))
}

/// A title has no controls.
fn title() -> impl Strategy<Value = String> {
    words().prop_map(|text| text.chars().filter(|c| *c >= ' ').collect())
}

fn effect() -> impl Strategy<Value = Effect> {
    let awaits = select(vec![Awaits::Publication, Awaits::Approval, Awaits::Signature, Awaits::Day]);
    let open = (day(), of(day()), awaits)
        .prop_map(|(not_before, not_after, awaits)| From::Open(Open { not_before, not_after, awaits }));
    let from = prop_oneof![day().prop_map(From::Day), open];
    let beside = (1u32..9, of(day()), of(words())).prop_map(|(version, until, for_whom)| Beside {
        version,
        until,
        for_whom,
    });
    (from, of(day()), prop::collection::vec(beside, 0..3), of(words()))
        .prop_map(|(from, until, beside, for_whom)| Effect { from, until, beside, for_whom })
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    use EventKind::{Approved, Certified, Decided, Published, Signed};
    let what = select(vec![Decided, Approved, Signed, Published, Certified]);
    let event = (what, day(), of(words())).prop_map(|(what, day, place)| Event { what, day, place });
    prop::collection::vec(event, 0..3)
}

fn file() -> impl Strategy<Value = FileRef> {
    (digest(), 0u64..1 << 24).prop_map(|(sha256, size)| FileRef { sha256, size })
}

fn typeset() -> impl Strategy<Value = Typeset> {
    let assets = prop::collection::btree_map("[a-z]{1,8}\\.(svg|ttf)", file(), 0..3).prop_filter_map(
        "no device names",
        |all| {
            let asset = |(name, f): (String, FileRef)| {
                name.split('.').next()?.parse::<Id>().ok()?;
                Some(Asset { name, sha256: f.sha256, size: f.size })
            };
            all.into_iter().map(asset).collect::<Option<Vec<_>>>()
        },
    );
    (file(), words(), file(), file(), assets).prop_map(|(pdf, by, source, template, assets)| Typeset {
        pdf,
        by,
        source,
        template,
        assets,
    })
}

fn issue() -> impl Strategy<Value = Body> {
    let as_of = prop_oneof![
        day().prop_map(AsOf::Day),
        day().prop_map(|d| AsOf::Month(Day::new(d.parts().0, d.parts().1, 1).unwrap()))
    ];
    let first = (id(), 1u32.., effect(), title(), select(vec!["de", "en", "de-AT"]), as_of, file());
    let second = (of(typeset()), of(words()), of(1u32..9), prop::collection::vec(id(), 0..3), events());
    (first, second).prop_map(
        |(
            (policy, version, effect, title, language, as_of, pdf),
            (typeset, label, amends, replaces, events),
        )| {
            let (language, adopted) = (language.to_owned(), typeset.is_none());
            Body::Issue(Box::new(Issue {
                policy,
                version,
                effect,
                title,
                language,
                as_of,
                pdf,
                typeset,
                label,
                amends,
                adopted,
                replaces,
                events,
            }))
        },
    )
}

fn charter() -> impl Strategy<Value = Body> {
    (words(), of(words()), of(day()), of(day()), any::<u32>()).prop_map(
        |(name, function, from, until, seed)| {
            let until = until.filter(|until| from.is_none_or(|from| from < *until));
            let (id, deputy_of): (Id, _) = ("a".parse().unwrap(), Vec::new());
            let mut people = vec![Person { id, name: name.clone(), function, from, until, deputy_of }];
            if seed % 2 == 0 {
                let deputy_of = vec![people[0].id.clone()];
                people.push(Person { id: "b".parse().unwrap(), deputy_of, ..people[0].clone() });
            }
            let key = |name: &str, role, byte: u8| {
                let mut public = Digest([byte; 32]);
                public.0[..4].copy_from_slice(&seed.to_be_bytes());
                CharterKey { name: format!("{ORIGIN}{name}"), public, role }
            };
            let keys = vec![
                key("", Role::Archive, 1),
                key("/a/1", Role::Officer, 2),
                key("/r-1/1", Role::Recovery, 3),
                key("/r-2/1", Role::Recovery, 4),
            ];
            let seal = |byte, person| CharterSeal { certificate: Digest([byte; 32]), person };
            let mut seals = vec![seal(1, None), seal(2, Some(people[0].id.clone()))];
            seals.truncate(seed as usize % 3);
            let mut special = vec![
                Special { policy: None, matter: Some(Matter::Review), sign: 1 },
                Special { policy: "p".parse().ok(), matter: None, sign: 1 },
                Special { policy: "p".parse().ok(), matter: Some(Matter::Force), sign: 1 },
            ];
            special.truncate(seed as usize % 4);
            let threshold = Threshold { sign: 1, amend: 1, special };
            let place = |index| After { index, leaf: Digest([seed as u8; 32]) };
            let some = |n: u32, from: u64| (0..n).map(|i| place(from + u64::from(i))).collect::<Vec<_>>();
            let mut revoked = vec![
                Revoked { key: format!("{ORIGIN}/a/7"), reason: Reason::Retired, compromised_from: None },
                Revoked {
                    key: format!("{ORIGIN}/b/1"),
                    reason: Reason::Compromised,
                    compromised_from: Some(3),
                },
            ];
            revoked.truncate(seed as usize % 3);
            let time_zone = "Europe/Berlin".to_owned();
            Body::Charter(Charter {
                rules: RULES,
                time_zone,
                publishers: vec![name],
                people,
                keys,
                seals,
                threshold,
                revoked,
                acknowledged: some(seed % 3, 1),
                confirmed: some(seed % 2, 5),
                voided: some(seed % 4, 8),
            })
        },
    )
}

fn rendition() -> impl Strategy<Value = Body> {
    use Purpose::{Accessible, Consolidated, Correction, Reissue, Translation};
    let purpose = select(vec![Correction, Consolidated, Reissue, Translation, Accessible]);
    let language = of(select(vec!["de".to_owned(), "en".to_owned()]));
    let named = (purpose, language, of(title())).prop_map(|(purpose, language, title)| {
        let language = match purpose {
            Translation => Some(language.unwrap_or_else(|| "en".to_owned())),
            Correction => None,
            _ => language,
        };
        (purpose, language, title.map(|t| format!("t{t}")))
    });
    (id(), 1u32.., named, file(), of(typeset()), of(words()), events()).prop_map(
        |(policy, version, (purpose, language, title), pdf, typeset, reason, events)| {
            Body::Rendition(Box::new(Rendition {
                policy,
                version,
                purpose,
                language,
                title,
                pdf,
                typeset,
                reason,
                events,
            }))
        },
    )
}

fn review() -> impl Strategy<Value = Body> {
    let outcome = select(vec![Outcome::Keep, Outcome::Adapt, Outcome::Close, Outcome::Deferred]);
    let decision = (of(words()), outcome).prop_map(|(channel, outcome)| Decision { channel, outcome });
    let first = (id(), day(), day(), words(), of(words()), any::<bool>(), any::<bool>());
    let second = (prop::collection::vec(decision, 1..4), day(), of(words()), of(file()), events());
    (first, second).prop_map(
        |(
            (policy, one, two, by, function, necessary, alternatives),
            (decisions, next_due, published, report, events),
        )| {
            let (since, through) = (one.min(two), one.max(two));
            let report = report.map(|r| FileRef { size: r.size.min(1 << 20), ..r });
            Body::Review(Box::new(Review {
                policy,
                since,
                through,
                by,
                function,
                necessary,
                alternatives,
                decisions,
                next_due,
                published,
                report,
                events,
            }))
        },
    )
}

fn body() -> impl Strategy<Value = Body> {
    let ground = select(vec![Ground::Error, Ground::Decision, Ground::Court]);
    let repeal = (id(), day(), prop::collection::vec(id(), 0..3), events()).prop_map(
        |(policy, from, successors, events)| {
            Body::Repeal(Repeal { policy, effect: Effect::starting(from), successors, events })
        },
    );
    let restate = (id(), 0u64..1 << 32, effect(), events()).prop_map(|(policy, target, effect, events)| {
        Body::Effect(Restate { policy, target, effect, events })
    });
    let withdraw = (id(), 0u64..1 << 32, ground, words(), events()).prop_map(
        |(policy, target, ground, reason, events)| {
            let reason = format!("r{reason}");
            Body::Withdraw(Withdraw { policy, target, ground, reason, events })
        },
    );
    let ground = select(vec![WithholdGround::Erasure, WithholdGround::Court, WithholdGround::Decision]);
    let withhold = (id(), 0u64..1 << 32, ground, words(), events()).prop_map(
        |(policy, target, ground, reason, events)| {
            let reason = format!("r{reason}");
            Body::Withhold(Withhold { policy, target, ground, reason, events })
        },
    );
    prop_oneof![issue(), charter(), rendition(), review(), repeal, restate, withdraw, withhold]
}

fn record() -> impl Strategy<Value = Record> {
    let after = (0u64..1 << 32, digest()).prop_map(|(index, leaf)| After { index, leaf });
    (0u64..1 << 32, digest(), of(after), time(), body()).prop_map(|(size, root, after, signed_at, body)| {
        Record { origin: ORIGIN.to_owned(), tree: Tree { size, root }, after, signed_at, body }
    })
}

fn note() -> impl Strategy<Value = Note> {
    let name = "[a-z./0-9äß]{1,30}";
    let line = (name, any::<[u8; 4]>(), prop::collection::vec(any::<u8>(), 1..90))
        .prop_map(|(key, id, bytes)| Signature { key, id, bytes });
    ("([ -~ü]{0,20}\n){1,5}", prop::collection::vec(line, 1..5))
        .prop_filter("a text", |(text, _)| text != "\n")
        .prop_map(|(text, signatures)| Note { text, signatures })
}

fn entry() -> impl Strategy<Value = Entry> {
    let stamp = (any::<u64>(), digest());
    (
        time(),
        (any::<u64>(), digest()),
        prop::collection::vec(stamp, 0..3),
        prop::collection::vec(any::<u8>(), 0..90),
    )
        .prop_map(|(logged, heads, stamps, record)| Entry { logged, heads, stamps, record })
}

/// A verifier key of a witness.
const WITNESS: &str = "witness.example/w1+c86d6a3f+BIhLiFf06qFhPGFQTbNNS+rzRlF6DjHePN3U2bQgHZ0L";

/// What every codec must do with bytes: refuse them, or read them and write the same ones back.
fn one_spelling(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(note) = Note::parse(bytes, 100_000) {
        prop_assert_eq!(note.bytes(), bytes);
    }
    if let Ok(entry) = Entry::parse(bytes) {
        prop_assert_eq!(entry.bytes().unwrap(), bytes);
    }
    if let Ok(checkpoint) = Checkpoint::parse(bytes) {
        prop_assert_eq!(checkpoint.note.bytes(), bytes);
        prop_assert_eq!(checkpoint::text(&checkpoint.origin, &checkpoint.tree), checkpoint.note.text);
    }
    if let Some(heads) = Heads::parse(bytes) {
        prop_assert_eq!(heads.bytes(), bytes);
    }
    if let Ok(anchor) = Anchor::parse(bytes) {
        prop_assert_eq!(anchor.text().into_bytes(), bytes);
    }
    if let Ok(lines) = cosignature::parse(bytes) {
        prop_assert_eq!(cosignature::file(lines), Ok(bytes.to_vec()));
    }
    for width in [0, 1, 2, 3, 256] {
        if let Some(entries) = tile::split(bytes, width) {
            prop_assert_eq!(tile::bundle(entries).unwrap(), bytes);
        }
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        if let Ok(record) = Record::parse(text) {
            prop_assert_eq!(record.text().unwrap(), text);
        }
        if let Some(place) = Place::of(text) {
            prop_assert_eq!(place.to_string(), text);
        }
        if let Ok(value) = canonical::read::<Charter>(text) {
            prop_assert_eq!(canonical::write(&value).unwrap(), text);
        }
    }
    Ok(())
}

/// Bytes with some changed, cut out, put in or doubled.
fn mutated(bytes: &[u8], steps: &[(u8, usize, u8)]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for (what, at, byte) in steps {
        let at = at % (out.len() + 1);
        match what % 4 {
            0 if at < out.len() => out[at] ^= 1 << (byte % 8),
            1 => out.insert(at, *byte),
            2 if at < out.len() => drop(out.remove(at)),
            _ => {
                let end = out.len().min(at + usize::from(*byte));
                let part = out[at..end].to_vec();
                out.splice(at..at, part);
            }
        }
    }
    out
}

fn steps() -> impl Strategy<Value = Vec<(u8, usize, u8)>> {
    prop::collection::vec((any::<u8>(), any::<usize>(), any::<u8>()), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_record_of_every_kind_comes_back(record in record()) {
        let text = record.text().unwrap();
        prop_assert_eq!(Record::parse(&text), Ok(record));
        prop_assert!(text.ends_with('\n') && text.lines().count() == 1);
    }

    /// Two texts never say the same: a changed byte makes another record or none.
    #[test]
    fn another_text_is_another_record(record in record(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let text = record.text().unwrap();
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        one_spelling(&bytes)?;
        if let Ok(other) = std::str::from_utf8(&bytes).map_err(drop).and_then(|t| Record::parse(t).map_err(drop)) {
            prop_assert_ne!(other, record);
        }
    }

    #[test]
    fn a_mutated_record_has_one_spelling(record in record(), steps in steps()) {
        one_spelling(&mutated(record.text().unwrap().as_bytes(), &steps))?;
    }

    #[test]
    fn notes_and_entries_come_back(note in note(), entry in entry(), steps in steps()) {
        prop_assert_eq!(Note::parse(&note.bytes(), 100_000), Ok(note.clone()));
        let bytes = entry.bytes().unwrap();
        prop_assert_eq!(Entry::parse(&bytes), Ok(entry));
        one_spelling(&mutated(&note.bytes(), &steps))?;
        one_spelling(&mutated(&bytes, &steps))?;
    }

    #[test]
    fn small_files_come_back(
        root in digest(), size in 0u64..1 << 32, lines in prop::collection::btree_map(id(), (any::<u64>(), digest()), 0..6),
        line in note(), steps in steps(),
    ) {
        let tree = Tree { size, root };
        let note = Note { text: checkpoint::text(ORIGIN, &tree), signatures: line.signatures };
        let read = Checkpoint::parse(&note.bytes()).unwrap();
        prop_assert_eq!((read.tree, read.note.bytes()), (tree, note.bytes()));
        one_spelling(&mutated(&note.bytes(), &steps))?;
        let mut heads = Heads::new();
        heads.set(Stream::Charter, 0, root);
        lines.into_iter().for_each(|(id, (index, hash))| heads.set(Stream::Policy(id), index, hash));
        prop_assert_eq!(Heads::parse(&heads.bytes()).unwrap().bytes(), heads.bytes());
        one_spelling(&mutated(&heads.bytes(), &steps))?;
        let anchor = Anchor::new(ORIGIN, root);
        prop_assert_eq!(Anchor::parse(anchor.text().as_bytes()), Ok(anchor.clone()));
        one_spelling(&mutated(anchor.text().as_bytes(), &steps))?;
        let lines = format!("witness w {WITNESS} https://w.example\ngroup g 1 w\ngroup h all g\nquorum h\n");
        let watched = format!("{}{lines}", anchor.text());
        prop_assert_eq!(Anchor::parse(watched.as_bytes()).unwrap().text(), watched.clone());
        one_spelling(&mutated(watched.as_bytes(), &steps))?;
    }

    #[test]
    fn cosignatures_come_back(
        lines in prop::collection::vec(("[a-d]", any::<[u8; 4]>(), 1u64..1 << 33, prop::collection::vec(any::<u8>(), 64)), 1..6),
        steps in steps(),
    ) {
        let line = |(key, id, time, signature): (String, [u8; 4], u64, Vec<u8>)| {
            Signature { key, id, bytes: [time.to_be_bytes().to_vec(), signature].concat() }
        };
        let file = cosignature::file(lines.into_iter().map(line).collect()).unwrap();
        prop_assert_eq!(cosignature::file(cosignature::parse(&file).unwrap()), Ok(file.clone()));
        one_spelling(&mutated(&file, &steps))?;
    }

    #[test]
    fn bundles_come_back(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..6), steps in steps()) {
        let bytes = tile::bundle(entries.iter().map(Vec::as_slice)).unwrap();
        prop_assert_eq!(tile::split(&bytes, entries.len() as u16).unwrap(), entries);
        one_spelling(&mutated(&bytes, &steps))?;
    }

    #[test]
    fn anything_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), text in "(?s).{0,200}") {
        one_spelling(&bytes)?;
        one_spelling(text.as_bytes())?;
    }

    #[test]
    fn any_path_is_one_place_or_none(path in "(checkpoints|tile|heads|policies|entries|x[0-9]{3}|[0-9]{1,4}|manifest|source|[a-z]{1,3}|/|\\.p|\\.){0,9}") {
        one_spelling(path.as_bytes())?;
    }
}
