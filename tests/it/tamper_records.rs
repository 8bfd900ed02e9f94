//! Forged entries: validly logged by the archive key, yet no officer signed them like that, there and then.
//!
//! Each is void for its own reason, moves nothing, and cannot be removed: `verify` fails from then on.

use inkraft::base::effect::Effect;
use inkraft::base::{Digest, Time};
use inkraft::format::entry::Entry;
use inkraft::format::note::{Key, Note};
use inkraft::format::record::{After, Body, Record};
use inkraft::verify::Level;

use crate::forge::{Forge, Named, day, filler};
use crate::tamper::{Attack, SIZE, told};

/// The next version of a policy, as if it were issued now; its PDF is not written.
fn next(forge: &Forge) -> Record {
    forge.record(forge.adopted("hausordnung", 3, b"never"))
}

/// Logs a forged entry after the sample and an honest one after it: the forged one alone must be found, with
/// this code, and nothing but the honest one may count.
fn void(code: &str, attack: impl FnOnce(&mut Forge)) {
    let mut a = Attack::new();
    attack(&mut a.forge);
    assert_eq!(a.forge.tree.size(), SIZE + 1, "one forged entry");
    a.forge.issue("hausordnung", 3, &filler(9, 100));
    a.forge.write();
    let report = a.verify();
    assert_eq!(told(&report, Level::Failure), [format!("#{SIZE}: {code}")]);
    assert!(!report.holds());
    let state = report.log.unwrap().state;
    assert_eq!(state.heads.commitment(), a.forge.heads.commitment());
    assert!(!state.standing.contains_key(&SIZE));
    let counts: Vec<_> = state.histories.values().map(|h| h.records().len()).collect();
    assert_eq!((counts, state.charters.len()), (vec![2, 4], 1));
}

/// A record that is forged by changing an honest one, signed by the officer.
fn changed(code: &str, change: impl FnOnce(&mut Record, &Forge)) {
    void(code, |f| {
        let mut record = next(f);
        change(&mut record, f);
        let note = Forge::sign(&record, &[f.officer()]);
        f.void(&record, &note);
    });
}

/// An honest record in a note that is forged.
fn signed(code: &str, change: impl FnOnce(&mut Note, &Forge)) {
    void(code, |f| {
        let record = next(f);
        let mut note = Forge::sign(&record, &[f.officer()]);
        change(&mut note, f);
        f.void(&record, &note);
    });
}

/// An honest note in an entry that is forged.
fn logged(code: &str, change: impl FnOnce(&mut Entry, &mut Record, &Forge)) {
    void(code, |f| {
        let mut record = next(f);
        let mut entry = f.entry(&record, &Forge::sign(&record, &[f.officer()]));
        change(&mut entry, &mut record, f);
        f.raw(entry.bytes().unwrap());
    });
}

/// A text of the officer's that no honest program writes.
fn text(code: &str, change: impl FnOnce(String) -> String) {
    void(code, |f| {
        let record = next(f);
        let note = Forge::sign_text(change(record.text().unwrap()), &[f.officer()]);
        f.void(&record, &note);
    });
}

#[test]
fn signatures_of_keys_that_may_not_sign() {
    let by = |key: fn(&Forge) -> Named| {
        void("void-unauthorised", |f| {
            let record = next(f);
            let note = Forge::sign(&record, &[&key(f)]);
            f.void(&record, &note);
        });
    };
    by(|_| Named::new("erika/2"));
    by(|_| Named::new("nobody/1"));
    by(|f| f.keys.recovery[0].clone());
    by(|f| f.keys.archive.clone());
}

#[test]
fn an_officer_cannot_sign_a_charter() {
    void("void-unauthorised", |f| {
        let mut charter = f.charter.clone();
        charter.publishers.push("Andere".to_owned());
        let record = f.record(Body::Charter(charter));
        let note = Forge::sign(&record, &[f.officer()]);
        f.void(&record, &note);
    });
}

#[test]
fn signatures_that_do_not_verify() {
    signed("void-signature", |note, _| note.signatures[0].bytes[7] ^= 1);
    // Another key under the officer's name, with its own key id and with the officer's.
    let stranger = || Named { key: Key { ..Named::new("erika/1").key }, ..Named::new("erika/1") };
    signed("void-signature", |note, _| note.signatures = vec![stranger().line(&note.text)]);
    signed("void-signature", |note, f| {
        let id = f.officer().key.id();
        note.signatures = vec![stranger().line(&note.text)];
        note.signatures[0].id = id;
    });
    // The officer's signature of something else.
    signed("void-signature", |note, f| {
        let entry = Entry::parse(&f.entries[1]).unwrap();
        note.signatures = Note::parse(&entry.record, 60_000).unwrap().signatures;
    });
    signed("void-signature", |note, _| note.signatures[0].bytes.truncate(63));
    signed("void-signature", |note, _| note.signatures[0].bytes.push(0));
}

#[test]
fn signature_lines_that_do_not_count() {
    signed("void-signature-order", |note, _| note.signatures.push(note.signatures[0].clone()));
    signed("void-signature-order", |note, f| {
        let max = f.keys.officers[1].line(&note.text);
        note.signatures.insert(0, max);
    });
    signed("void-signature", |note, f| {
        note.signatures.push(f.keys.officers[1].line("something else\n"));
    });
    signed("void-unauthorised", |note, _| {
        note.signatures.push(Named::new("zoe/1").line(&note.text));
    });
    signed("void-note", |note, _| note.signatures.clear());
}

#[test]
fn two_officers_may_sign() {
    let mut a = Attack::new();
    let body = a.forge.adopted("hausordnung", 3, b"pdf");
    a.forge.put(&inkraft::format::layout::Place::Pdf("hausordnung".parse().unwrap(), 3), b"pdf");
    let officers = a.forge.keys.officers.clone();
    a.forge.honest(body, &[&officers[0], &officers[1]]);
    a.forge.write();
    assert_eq!(a.failures(), Vec::<String>::new());
}

#[test]
fn records_of_another_place() {
    changed("void-foreign", |r, _| r.origin = "other.example".to_owned());
    changed("void-after", |r, _| r.after = None);
    changed("void-after", |r, f| r.after = Some(After { index: 3, leaf: f.leaf(3) }));
    changed("void-after", |r, f| r.after = Some(After { index: 5, leaf: f.leaf(4) }));
    changed("void-after", |r, _| r.after.as_mut().unwrap().leaf = Digest([7; 32]));
    changed("void-tree", |r, _| r.tree.root = Digest([7; 32]));
    changed("void-tree", |r, _| r.tree.size = SIZE - 1);
    changed("void-tree", |r, _| r.tree.size = SIZE + 1);
    changed("void-tree", |r, _| r.tree.size = 1 << 31);
}

/// Every record that was ever logged, once more; the whole entry too.
#[test]
fn replayed_records() {
    for old in 0..SIZE as usize {
        void("void-after", |f| {
            let entry = Entry::parse(&f.entries[old]).unwrap();
            let again = Entry { logged: f.clock(), ..entry };
            f.raw(again.bytes().unwrap());
        });
        let code = if old as u64 + 1 == SIZE { "void-after" } else { "void-backwards" };
        void(code, |f| {
            f.raw(f.entries[old].clone());
        });
    }
}

/// Signed upon the stream as it was, kept back while another record was logged, then slipped in.
#[test]
fn a_withheld_record() {
    let mut a = Attack::new();
    let record = a.forge.record(Forge::withdrawn("hausordnung", 3));
    let note = Forge::sign(&record, &[a.forge.officer()]);
    a.forge.issue("hausordnung", 3, &filler(9, 100));
    a.forge.void(&record, &note);
    a.forge.write();
    assert_eq!(a.failures(), ["#7: void-after"]);
}

#[test]
fn times_that_cannot_be() {
    let shifted =
        |time: Time, seconds: i64| Time::in_zone(time.seconds() + seconds, &jiff::tz::TimeZone::UTC).unwrap();
    const DAYS: i64 = 24 * 3600;
    changed("void-early", |r, _| r.signed_at = shifted(r.signed_at, 1));
    // The entry that its signer saw was logged an hour before.
    logged("void-late", |entry, _, _| entry.logged = shifted(entry.logged, 91 * DAYS));
    logged("void-backwards", |entry, _, _| entry.logged = shifted(entry.logged, -2 * 3600));
    // The same instant in another offset is not an earlier one.
    let mut a = Attack::new();
    let record = next(&a.forge);
    let note = Forge::sign(&record, &[a.forge.officer()]);
    let last = Entry::parse(&a.forge.entries[5]).unwrap().logged;
    let berlin = jiff::tz::TimeZone::fixed(jiff::tz::offset(-11));
    let mut entry = a.forge.entry(&record, &note);
    entry.logged = Time::in_zone(last.seconds(), &berlin).unwrap();
    a.forge.raw(entry.bytes().unwrap());
    a.forge.write_log();
    assert!(a.failures().contains(&"#6: void-early".to_owned()));
}

#[test]
fn heads_that_do_not_follow() {
    logged("void-heads", |e, _, _| e.heads.1 = Digest([7; 32]));
    logged("void-heads", |e, _, _| e.heads.0 += 1);
    logged("void-heads", |e, _, f| e.heads = f.heads.commitment());
}

#[test]
fn records_that_cannot_stand_in_the_history() {
    let refused = |body: fn(&Forge) -> Body| {
        void("void-refused", |f| {
            let record = f.record(body(f));
            let note = Forge::sign(&record, &[f.officer()]);
            f.void(&record, &note);
        });
    };
    refused(|f| f.adopted("hausordnung", 2, b"x"));
    refused(|f| f.adopted("hausordnung", 4, b"x"));
    refused(|_| Forge::withdrawn("hausordnung", 2));
    refused(|_| Forge::withdrawn("hausordnung", 6));
    refused(|_| Forge::withdrawn("hausordnung", 0));
    refused(|_| Forge::withdrawn("datenschutz", 2));
    refused(|_| Forge::restated("hausordnung", 4, Effect::starting(day("2019-01-01"))));
    refused(|_| Forge::restated("datenschutz", 2, Effect::starting(day("2019-01-01"))));
    refused(|_| {
        let until = Some(day("2019-01-01"));
        Forge::restated("hausordnung", 3, Effect { until, ..Effect::starting(day("2019-01-01")) })
    });
}

#[test]
fn bytes_that_are_no_entry() {
    for bytes in [
        b"".as_slice(),
        b"\n\n",
        b"garbage",
        b"garbage\n\ngarbage",
        b"inkraft/entry/01\n\nx",
        b"inkraft/entry/0\n\nx",
        b"inkraft/entry/1\n\nx",
        b"inkraft/entry/x\n\nx",
        &[0xff; 1000],
        &[b'\n'; 65_535],
    ] {
        void("void-entry", |f| {
            f.raw(bytes.to_vec());
        });
    }
    logged("void-note", |entry, _, _| entry.record = b"garbage".to_vec());
    logged("void-note", |entry, _, _| entry.record.push(b'x'));
    logged("void-note", |entry, _, _| entry.record = vec![b'x'; 60_001]);
    // A checkpoint, where a record should be.
    logged("void-record", |entry, _, f| entry.record = f.checkpoints[5].clone());
}

#[test]
fn texts_that_are_no_record() {
    text("void-record", |t| t.replace("\"version\":3", "\"version\":3,\"version\":3"));
    // A manifest could not repeat it.
    text("void-record", |t| t.replace("\"title\":\"", "\"title\":\"\\u0002"));
    text("void-record", |t| t.replace("\"version\":3", "\"version\":2,\"version\":3"));
    text("void-record", |t| t.replace("\"kind\":\"issue\"", "\"kind\":\"issue\",\"kind\":\"issue\""));
    text("void-record", |t| t.replace("\"version\":3", "\"version\": 3"));
    text("void-record", |t| t.replace("\"version\":3", "\"version\":3.0"));
    text("void-record", |t| t.replace("\"version\":3", "\"version\":0"));
    text("void-record", |t| t.replace("\"version\":3", "\"version\":-3"));
    text("void-record", |t| t.replace("\"version\":3", "\"version\":99999999999"));
    text("void-record", |t| t.replace("\"version\":3", "\"version\":3,\"note\":\"x\""));
    text("void-record", |t| t.replace("\"version\":3", "\"version\":3,\"label\":null"));
    text("void-record", |t| t.replace("\"version\":3,", ""));
    text("void-record", |t| t.replace("\"adopted\":true", "\"adopted\":false"));
    text("void-record", |t| t.replace("\"size\":5", "\"size\":18446744073709551615"));
    text("void-record", |t| t.replace("Regelung", "\\u0052egelung"));
    text("void-record", |t| t.replace("Regelung", "Regel\u{202e}ung"));
    text("void-record", |t| t.replace("hausordnung\",\"version", "../x\",\"version"));
    text("void-record", |t| t.replace("\"format\":\"inkraft/record/1\"", "\"format\":\"mine\""));
    text("void-record", |t| t.replace("\"format\":\"inkraft/record/1\"", "\"format\":\"inkraft/record/0\""));
    text("void-record", |t| t.replace("\"kind\":\"issue\"", "\"kind\":\"Not a kind\""));
    text("void-record", |t| t.replace("\"kind\":\"issue\"", "\"kind\":\"review\""));
    text("void-record", |t| t + "more\n");
    text("void-record", |_| "x\n".to_owned());
    text("void-note", |t| t.replace("Regelung", &"x".repeat(61_000)));
    text("void-record", |_| "[".repeat(50_000) + "\n");
}

/// No answer is better than a wrong one: what only a newer version knows is not void but unjudged.
#[test]
fn what_only_a_newer_version_knows_gives_no_answer() {
    let newer = |change: fn(String) -> String| {
        let mut a = Attack::new();
        let record = next(&a.forge);
        let note = Forge::sign(&record, &[a.forge.officer()]);
        let entry = String::from_utf8(a.forge.entry(&record, &note).bytes().unwrap()).unwrap();
        a.forge.raw(change(entry).into_bytes());
        a.forge.write_log();
        let report = a.verify();
        assert_eq!(told(&report, Level::Failure), ["#6: needs-newer"]);
        assert!(report.log.is_none() && !report.holds() && !report.judged());
    };
    newer(|e| e.replace("inkraft/entry/1", "inkraft/entry/2"));
    newer(|e| e.replace("inkraft/record/1", "inkraft/record/2"));
    newer(|e| e.replace("\"kind\":\"issue\"", "\"kind\":\"merger\""));
}

/// The rules of another version of the in-force rules could say anything.
#[test]
fn a_charter_for_newer_rules_gives_no_answer() {
    let mut a = Attack::new();
    let record = a.forge.record(Body::Charter(a.forge.charter.clone()));
    let text = record.text().unwrap().replace("\"rules\":1", "\"rules\":2,\"more\":true");
    let note = Forge::sign_text(text, &[&a.forge.keys.recovery[0]]);
    a.forge.void(&record, &note);
    a.forge.write_log();
    assert_eq!(a.failures(), ["#6: needs-newer"]);
}

/// An unsigned entry of one policy must not make another policy's answer differ from what `verify` says.
#[test]
fn a_forged_entry_of_another_policy_spoils_every_answer() {
    let mut a = Attack::new();
    let record = a.forge.record(a.forge.adopted("neu", 1, b"x"));
    let note = Forge::sign(&record, &[&Named::new("erika/1")]);
    // Logged as if it stood, so that what follows commits to heads that contain it.
    a.forge.log(&record, &note);
    a.forge.issue("hausordnung", 3, &filler(9, 100));
    a.forge.write();
    let log = inkraft::verify::log(&a.forge.dir(), &a.trust).unwrap();
    let found: Vec<_> = log.failures().map(|f| format!("{}: {}", f.at, f.what.code())).collect();
    assert_eq!(found, ["#6: void-signature", "#7: void-heads"]);
    assert_eq!(log.state.histories.len(), 2);
}
