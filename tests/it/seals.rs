//! Signatures in PDFs: those that hold, and every way in which one does not.

use std::time::Instant;

use inkraft::base::{Id, Time};
use inkraft::format::charter::{Charter, CharterSeal, Person, RULES, Threshold};
use inkraft::verify::chain::{Authorities, NoChain};
use inkraft::verify::cms::BadCms;
use inkraft::verify::seal::{BadField, BadPdf, BadSeal, Belief, Kind, Seal, SealTime, judge, read};
use inkraft::verify::token::BadToken;
use proptest::prelude::*;

use crate::paper::{Update, archived, plain, sealed, stamped, with_stamp};
use crate::pki::{P256, Pki, RSA, STAMPS};

fn pki() -> Pki {
    let pki = Pki::new();
    pki.own("officer", P256, &[]);
    pki.own("stranger", RSA, &[]);
    pki.root("root", RSA);
    pki.issued("stamps", P256, "root", &[STAMPS]);
    pki
}

/// A charter that names one certificate.
fn charter(pki: &Pki, name: &str) -> Charter {
    let certificate = inkraft::base::Sha256::of(&pki.der(name));
    let id: Id = "erika".parse().unwrap();
    Charter {
        rules: RULES,
        time_zone: "Europe/Berlin".into(),
        publishers: Vec::new(),
        people: vec![Person {
            id: id.clone(),
            name: "Erika".into(),
            function: None,
            from: None,
            until: None,
            deputy_of: Vec::new(),
        }],
        keys: Vec::new(),
        seals: vec![CharterSeal { certificate, person: Some(id) }],
        threshold: Threshold { sign: 1, amend: 1, special: Vec::new() },
        revoked: Vec::new(),
        acknowledged: Vec::new(),
        confirmed: Vec::new(),
        voided: Vec::new(),
    }
}

fn one(file: &[u8]) -> Seal {
    let seals = read(file).unwrap();
    assert_eq!(seals.len(), 1);
    seals.into_iter().next().unwrap()
}

fn why(file: &[u8]) -> BadSeal {
    one(file).signed.unwrap_err()
}

fn now(authorities: &Authorities) -> Belief<'_> {
    Belief { authorities, existed: jiff::Timestamp::now().as_second() }
}

fn codes(file: &[u8], charter: &Charter, authorities: &Authorities) -> Vec<&'static str> {
    judge(file, Some(charter), now(authorities)).1.iter().map(|fault| fault.code()).collect()
}

#[test]
fn three_statements_do_not_hang_together() {
    let pki = pki();
    let (charter, none) = (charter(&pki, "officer"), Authorities::default());
    let root = Authorities::parse(&pki.read("root.pem")).unwrap();
    let file = sealed(&pki, &plain(), "officer");
    let seal = one(&file);
    assert!(seal.is_intact());
    assert_eq!((seal.kind, seal.covers, seal.behind), (Kind::Signature, file.len(), 0));
    assert_eq!(seal.claimed.unwrap().to_string(), "2026-03-29T03:30:00+02:00");
    assert_eq!(seal.reason.as_deref(), Some("Freigabe der Fassung 2"));
    assert_eq!(seal.certificate().unwrap().der(), pki.der("officer"));
    assert!(seal.known(&charter).is_some());
    assert_eq!(seal.time(now(&root)), SealTime::Claimed);
    // Signed before its certificate was made: openssl made that just now.
    assert_eq!(codes(&file, &charter, &none), ["seal-out-of-date"]);
    let file = stamped(&pki, &plain(), "officer", "stamps");
    let seal = one(&file);
    let SealTime::Unknown { stamped: at, why } = seal.time(now(&none)) else { panic!() };
    assert_eq!(why, NoChain::Unknown);
    assert_eq!(seal.time(now(&root)), SealTime::Proven(at));
    // In eighty years the authority's certificate has long expired: then the stamp proves its time only if the file is
    // known to have been there before.
    let in_eighty_years = Belief { authorities: &root, existed: at + 80 * 366 * 24 * 3600 };
    assert_eq!(seal.time(in_eighty_years), SealTime::Unknown { stamped: at, why: NoChain::Expired });
    assert_eq!(seal.time(Belief { authorities: &root, existed: at + 60 }), SealTime::Proven(at));
    assert_eq!(codes(&file, &charter, &root), Vec::<&str>::new());
    assert_eq!(codes(&file, &charter, &none), ["seal-out-of-date", "seal-authority"]);
    let other = sealed(&pki, &plain(), "stranger");
    assert!(one(&other).is_intact() && one(&other).known(&charter).is_none());
    assert_eq!(codes(&other, &charter, &root), ["seal-unknown", "seal-out-of-date"]);
    assert_eq!(codes(&plain(), &charter, &root), ["seal-missing"]);
}

#[test]
fn a_stamp_that_does_not_hold_breaks_nothing_else() {
    let pki = pki();
    let root = Authorities::parse(&pki.read("root.pem")).unwrap();
    let file = Update::default().on(&plain(), |content| {
        let signature = pki.cms(content, "officer", Pki::PADES);
        with_stamp(&signature, |_| pki.token(b"another signature", "stamps", "-sha256 -cert"))
    });
    let seal = one(&file);
    assert!(seal.is_intact());
    assert_eq!(seal.time(now(&root)), SealTime::Broken(BadToken::Imprint));
    assert_eq!(codes(&file, &charter(&pki, "officer"), &root), ["seal-out-of-date", "seal-stamp"]);
}

#[test]
fn what_is_added_behind_is_told() {
    let pki = pki();
    let (charter, none) = (charter(&pki, "officer"), Authorities::default());
    let file = sealed(&pki, &plain(), "officer");
    // Shadow attacks: another page content, a hidden annotation; and one line break.
    for update in [
        "2 0 obj\n<< /Type /Pages /Kids [7 0 R] /Count 1 >>\nendobj\nxref\n0 0\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n",
        "8 0 obj\n<< /Type /Annot /Subtype /FreeText /Contents (anders) >>\nendobj\n%%EOF",
        "\n",
    ] {
        let shadow = [&file[..], update.as_bytes()].concat();
        let seal = one(&shadow);
        assert!(seal.signed.is_ok() && !seal.is_intact());
        assert_eq!((seal.behind, seal.covers), (update.len(), file.len()));
        assert!(!seal.covered_by_other);
        assert!(codes(&shadow, &charter, &none).contains(&"seal-uncovered"));
    }
    let second = sealed(&pki, &file, "stranger");
    let seals = read(&second).unwrap();
    assert_eq!(seals.iter().map(|s| s.behind).collect::<Vec<_>>(), [second.len() - file.len(), 0]);
    assert!(seals[0].covered_by_other && !seals[1].covered_by_other);
    assert!(seals[1].start >= file.len());
    assert_eq!(codes(&second, &charter, &none), ["seal-out-of-date", "seal-unknown", "seal-out-of-date"]);
    // Renewed by an authority, and something behind that.
    let renewed = archived(&pki, &file, "stamps");
    let seals = read(&renewed).unwrap();
    assert_eq!((seals[1].kind, seals[1].is_intact()), (Kind::TimeStamp, true));
    assert_eq!(codes(&renewed, &charter, &none), ["seal-out-of-date", "seal-authority"]);
    // An authority's alone is nobody's signature.
    let only = archived(&pki, &plain(), "stamps");
    assert_eq!(codes(&only, &charter, &none), ["seal-missing", "seal-authority"]);
    let more = [&renewed[..], b"% DSS"].concat();
    assert!(codes(&more, &charter, &none).contains(&"seal-uncovered"));
    // A signature that does not hold covers nothing.
    let mut broken = second.clone();
    let at = broken.len() - 20;
    broken[at] ^= 1;
    assert!(!read(&broken).unwrap()[0].covered_by_other);
    assert!(codes(&broken, &charter, &none).contains(&"seal-uncovered"));
}

#[test]
fn no_byte_of_a_sealed_file_can_be_changed() {
    let pki = pki();
    let file = stamped(&pki, &plain(), "officer", "stamps");
    let good = one(&file);
    let gap = file.windows(10).position(|w| w == b"/Contents ").unwrap() + 10;
    let end = gap + file[gap..].iter().position(|b| *b == b'>').unwrap();
    let used = end - file[..end].iter().rev().position(|b| *b != b'0').unwrap();
    let mut free = 0;
    for at in (0..gap).chain(end..file.len()).chain((gap..used).step_by(7)).chain((used..end).step_by(501)) {
        let mut other = file.clone();
        other[at] ^= 1;
        let seals = read(&other).unwrap();
        if let [seal] = seals.as_slice()
            && seal.is_intact()
        {
            // Bytes of the signature's frame that nobody signs; what is told stays the same, or the stamp falls.
            assert!((gap..end).contains(&at), "{at}");
            assert_eq!(seal.sha256(), good.sha256());
            free += 1;
        }
    }
    assert!(free > 0 && free < 700, "{free}");
}

#[test]
fn a_byte_range_has_one_form() {
    let pki = pki();
    let with = |range: fn(usize, usize, usize) -> String| {
        let update = Update { range: Some(range), ..Update::default() };
        why(&update.on(&plain(), |content| pki.cms(content, "officer", Pki::PADES)))
    };
    let (range, gap) = (BadSeal::Field(BadField::ByteRange), BadSeal::Field(BadField::Gap));
    // Not from the beginning; with a third piece; with a number that is none; beyond the end; far beyond.
    assert_eq!(with(|a, b, c| format!("[1 {a} {b} {c}]")), range);
    assert_eq!(with(|a, b, c| format!("[0 {a} {b} 9 {} {}]", b + 9, c - 9)), range);
    assert_eq!(with(|a, b, _| format!("[0 {a} {b} -1]")), range);
    assert_eq!(with(|a, b, c| format!("[0 {a} {b} {}]", c + 1)), range);
    assert_eq!(with(|_, _, _| "[0 1 999999999999 999999999999]".into()), range);
    assert_eq!(with(|_, _, _| "[0 1 18446744073709551615 2]".into()), range);
    assert_eq!(with(|_, _, _| "[]".into()), range);
    assert_eq!(with(|_, _, _| "null".into()), range);
    assert_eq!(with(|_, _, _| "5 0 R".into()), range);
    // A hole before the signature, and behind it: room for something unsigned.
    assert_eq!(with(|a, b, c| format!("[0 {} {b} {c}]", a - 8)), gap);
    assert_eq!(with(|a, b, c| format!("[0 {a} {} {}]", b + 3, c - 3)), gap);
    assert_eq!(with(|a, b, c| format!("[0 {} {b} {c}]", a + 1)), gap);
    assert_eq!(with(|_, b, c| format!("[0 0 {b} {c}]")), gap);
    // The dictionary itself must be covered.
    assert_eq!(with(|a, b, _| format!("[0 {a} {b} 1]")), gap);
}

#[test]
fn the_gap_holds_a_signature_and_zeros() {
    let pki = pki();
    let contents = BadSeal::Field(BadField::Contents);
    let sign = |content: &[u8]| pki.cms(content, "officer", Pki::PADES);
    let behind = Update { behind: b"\0\0PK", ..Update::default() };
    assert_eq!(why(&behind.on(&plain(), sign)), contents);
    assert_eq!(why(&Update::default().on(&plain(), |_| Vec::new())), BadSeal::Field(BadField::Contents));
    assert_eq!(why(&Update::default().on(&plain(), |_| vec![0x30, 0x80, 2, 1, 1, 0, 0])), contents);
    assert_eq!(why(&Update::default().on(&plain(), |_| vec![0x30, 0x84, 0xff, 0xff, 0xff, 0xff])), contents);
    let other = Update { filter: "adbe.x509.rsa_sha1", ..Update::default() };
    let unchecked = BadSeal::Field(BadField::SubFilter("adbe.x509.rsa_sha1".into()));
    assert_eq!(why(&other.on(&plain(), sign)), unchecked);
    // Written twice, readers would choose.
    let twice = Update { more: "/Contents <00>", ..Update::default() };
    assert_eq!(why(&twice.on(&plain(), sign)), contents);
    let twice = Update { more: "/ByteRange [0 1 2 3]", ..Update::default() };
    assert_eq!(why(&twice.on(&plain(), sign)), BadSeal::Field(BadField::ByteRange));
}

#[test]
fn each_fault_of_the_signature_is_named() {
    let pki = pki();
    pki.own("short", "-newkey rsa:1024", &[]);
    let with = |signer: &str, options: &str| {
        why(&Update::default().on(&plain(), |content| pki.cms(content, signer, options)))
    };
    assert!(matches!(with("short", Pki::PADES), BadSeal::Cms(BadCms::Signature(_))));
    let two = "-cades -md sha256 -signer stranger.pem -inkey stranger.key";
    assert_eq!(with("officer", two), BadSeal::Cms(BadCms::Signers(2)));
    assert_eq!(with("officer", "-md sha256"), BadSeal::Cms(BadCms::Attribute("signing-certificate-v2")));
    let other = Update::default().on(&plain(), |_| pki.cms(b"something else", "officer", Pki::PADES));
    assert_eq!(why(&other), BadSeal::Cms(BadCms::Digest));
    // The signature of an approved file, put into another one.
    let good = sealed(&pki, &plain(), "officer");
    let at = good.windows(10).position(|w| w == b"/Contents ").unwrap() + 11;
    let held: Vec<u8> = (0..6000)
        .map(|i| {
            u8::from_str_radix(std::str::from_utf8(&good[at + 2 * i..at + 2 * i + 2]).unwrap(), 16).unwrap()
        })
        .collect();
    let more = "/M (D:20270329033000+02'00') /Reason (Freigabe der Fassung 2) /Name (Erika)";
    let moved = Update { more, ..Update::default() }.on(&plain(), |_| held);
    assert_eq!(why(&moved), BadSeal::Cms(BadCms::Digest));
}

#[test]
fn hostile_files_cost_little() {
    let many = |piece: &str, n: usize| [b"%PDF-1.7\n".to_vec(), piece.repeat(n).into_bytes()].concat();
    let huge = 40 << 20;
    let with = |piece: &str, n: usize, rest: Vec<u8>| [many(piece, n), rest].concat();
    // One key that nothing readable holds is one signature that does not hold.
    let cases: [(&str, Vec<u8>, Result<usize, BadPdf>); 16] = [
        ("10,000 fields", many("1 0 obj <</ByteRange [0 1 2 3]>>\n", 10_000), Err(BadPdf::TooMany)),
        ("words", many("/ByteRange", 1000), Ok(0)),
        ("more words", many("/ByteRange", 20_000), Err(BadPdf::TooMany)),
        ("65 keys", many("/ByteRange [0 1 2 3]\n", 65), Err(BadPdf::TooMany)),
        ("long comments", many("/ByteRange%", 3_000_000), Err(BadPdf::TooMany)),
        ("deep arrays", with("1 0 obj <</ByteRange [", 1, vec![b'['; huge]), Ok(1)),
        ("deep dictionaries", with("1 0 obj <</ByteRange ", 1, b"<</A".repeat(1 << 20)), Ok(0)),
        (
            "a string without an end",
            with("1 0 obj <</ByteRange (", 60, vec![b' '; huge]),
            Err(BadPdf::Tangled),
        ),
        ("no key", with("1 0 obj <</Contents <", 60, vec![b'0'; huge]), Ok(0)),
        ("strings", with("1 0 obj <</A (", 100_000, b"/ByteRange".repeat(64)), Err(BadPdf::Tangled)),
        ("brackets", with("<", huge, b"/ByteRange".to_vec()), Ok(0)),
        ("white space", with("1 0 obj", 1, [vec![b' '; huge], b"/ByteRange".to_vec()].concat()), Ok(0)),
        ("slashes", vec![b'/'; huge], Ok(0)),
        (
            "cycles",
            many("1 0 obj <</Kids [1 0 R]/Parent 1 0 R/Prev 9/V 1 0 R>>\nstartxref\n9\n%%EOF", 1000),
            Ok(0),
        ),
        (
            "offsets",
            b"%PDF-1.7\n1 0 obj <</ByteRange [0 18446744073709551615 1 99999999999]>>".to_vec(),
            Ok(1),
        ),
        ("much to hash, many times", large(20, huge), Err(BadPdf::TooLarge)),
    ];
    for (name, file, expected) in cases {
        let begun = Instant::now();
        assert_eq!(read(&file).map(|seals| seals.len()), expected, "{name}");
        let took = begun.elapsed();
        // In a build that is hardly optimised, on a machine with other things to do.
        assert!(took.as_secs() < 5, "{name}: {took:?}");
    }
}

/// A file of about so many bytes with signatures that each cover nearly all of it.
fn large(signatures: usize, size: usize) -> Vec<u8> {
    let mut file = [plain(), vec![b'%'; size], b"\n".to_vec()].concat();
    for _ in 0..signatures {
        file = Update { room: 40, ..Update::default() }.on(&file, |_| vec![0x30, 0]);
    }
    file
}

#[test]
fn no_signature_in_plain_bytes_hides() {
    let pki = pki();
    let good = sealed(&pki, &plain(), "officer");
    // The same signature, but for what stands in the place of its first words or of the key.
    let with = |from: &str, to: &str| {
        let text = from.as_bytes();
        let file = Update { more: "/M (D:2026)", ..Update::default() }.on(&plain(), |_| vec![0x30, 0]);
        let at = file.windows(text.len()).position(|w| w == text).unwrap();
        [&file[..at], to.as_bytes(), &file[at + text.len()..]].concat()
    };
    // Read; and as everything moved, it is not intact.
    let begins = "9 0 obj\n<<";
    let spaces = format!("/ByteRange{}", " ".repeat(80));
    let comment = format!("/ByteRange%{}\n", "x".repeat(80));
    let decoys = format!("{begins} /Reason({})", "1 0 obj <<(x) ".repeat(5));
    for (from, to) in [
        (begins, "9 0 obj % c\n<<"),
        (begins, &decoys),
        (begins, "9 0 obj\n<< /V <<"),
        ("/ByteRange", "/Byte#52ange"),
        ("/ByteRange", "/#42yte#52ang#65"),
        ("/ByteRange", &spaces),
        ("/ByteRange", &comment),
        ("9 0 obj\n", "/Value     "),
    ] {
        let file = with(from, to);
        assert_eq!(why(&file), BadSeal::Field(BadField::Gap), "{to}");
    }
    // Not read, and therefore broken.
    let keys: String = (0..300).map(|i| format!("/K{i} 1")).collect();
    let deep = format!("{begins}/Prop_Build{} 1{}", "<</A".repeat(20), ">>".repeat(20));
    let far = format!("{begins}/Contents<{}>", "0".repeat(2_400_000));
    for (from, to) in [
        (begins, format!("{begins}{keys}")),
        (begins, deep),
        (begins, far),
        (begins, format!("{begins} /A what")),
        // Two dictionaries, of which one begins within a text of the other.
        (begins, format!("{begins} /Reason(<</B 1%)\n")),
    ] {
        let file = with(from, &to);
        assert_eq!(why(&file), BadSeal::Field(BadField::Unplaced), "{}", &to[..40.min(to.len())]);
        let both = [&good[..], &file].concat();
        let broken = read(&both).unwrap().iter().filter(|s| s.signed.is_err()).count();
        assert_eq!(broken, 1, "{}", &to[..40.min(to.len())]);
    }
    // A text that quotes the word is none; one that quotes a whole key is taken for a signature, and refused.
    let title = |text: &str| [plain(), format!("<< /Title ({text}) >>").into_bytes()].concat();
    assert_eq!(read(&title("What /ByteRange means: /ByteRange, and /ByteRangeX [0]")).unwrap(), []);
    assert_eq!(why(&title("/ByteRange [0 1 2 3]")), BadSeal::Field(BadField::Unplaced));
    let none = Authorities::default();
    let quoted = [title("/ByteRange [0 1 2 3]"), b"\n".to_vec()].concat();
    let quoted = sealed(&pki, &quoted, "officer");
    assert!(codes(&quoted, &charter(&pki, "officer"), &none).contains(&"seal-broken"));
}

#[test]
fn one_seal_of_a_usual_file_is_checked_quickly() {
    let pki = pki();
    let base = [plain(), vec![b'%'; 100_000], b"\n".to_vec()].concat();
    let file = stamped(&pki, &base, "officer", "stamps");
    let root = Authorities::parse(&pki.read("root.pem")).unwrap();
    let begun = Instant::now();
    for _ in 0..20 {
        assert!(judge(&file, None, now(&root)).1.iter().all(|fault| !fault.is_failure()));
    }
    let took = begun.elapsed() / 20;
    eprintln!("signature and time stamp of {} bytes: {took:?}", file.len());
    assert!(took.as_millis() < 500, "{took:?}");
}

#[test]
fn times_are_read_as_written() {
    let pki = pki();
    let claimed = |m: &str| {
        let more = format!("/M ({m})");
        let update = Update { more: &more, ..Update::default() };
        one(&update.on(&plain(), |content| pki.cms(content, "officer", Pki::PADES))).claimed
    };
    let time: Time = "2026-01-02T03:04:05+00:00".parse().unwrap();
    assert_eq!(claimed("D:20260102030405Z"), Some(time));
    assert_eq!(claimed("D:20260102030405+00'00'"), Some(time));
    assert_eq!(claimed("yesterday"), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_read_panics(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(read(&bytes).unwrap().is_empty());
    }

    #[test]
    fn nothing_spoiled_panics_or_is_intact(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, "[ -~\\n]{0,40}"), 1..6)
    ) {
        static SAMPLE: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
            let pki = pki();
            stamped(&pki, &plain(), "officer", "stamps")
        });
        let mut file = SAMPLE.clone();
        for (at, cut, put) in &cuts {
            let at = at.index(file.len());
            let end = (at + cut).min(file.len());
            file.splice(at..end, put.bytes());
        }
        // Whatever is intact has a signature over bytes that are the sample's.
        let intact = read(&file).is_ok_and(|seals| seals.iter().any(Seal::is_intact));
        prop_assert!(!intact || file == *SAMPLE || gapless(&file) == gapless(&SAMPLE));
    }
}

/// A file without the value of its signature.
fn gapless(file: &[u8]) -> Vec<u8> {
    let at = file.windows(10).position(|w| w == b"/Contents ").map_or(file.len(), |at| at + 10);
    let end = file[at..].iter().position(|b| *b == b'>').map_or(file.len(), |n| at + n);
    [&file[..at], &file[end..]].concat()
}
