//! Which test plays which attack, and that `docs/threats.md` says so.
//!
//! `INKRAFT_BLESS=1 cargo test --test it threats::` writes the tables into the page. A test that is named here and is not
//! there fails, and so does a code that no finding has.

use std::fs;
use std::path::PathBuf;

use crate::matrix::MEANINGLESS;

/// An attack, the test that plays it (its module and name), and the codes of the findings; no code where something else
/// must come of it, which stands there instead.
type Attack = (&'static str, &'static str, &'static str);

const BYTES: &[Attack] = &[
    (
        "a bit flipped in any file",
        "tamper_bytes::every_flipped_byte_is_detected_and_its_file_named",
        "each its own",
    ),
    (
        "every file of every kind: bits, lengths, removed, exchanged",
        "matrix::whatever_is_changed_is_detected_and_named",
        "each its own",
    ),
    ("two versions' PDFs swapped", "tamper_files::swapped_pdfs", "`altered`"),
    ("a valid PDF under another id", "tamper_files::a_valid_pdf_under_another_id", "`altered`"),
    ("a PDF changed behind its signature", "seals::what_is_added_behind_is_told", "`seal-uncovered`"),
    (
        "a source that says something else than the record",
        "tamper_source::a_source_that_says_something_else_is_found",
        "`source-differs`",
    ),
    (
        "a file too many, a link, a folder in the place of a file",
        "tamper_files::a_folder_in_the_place_of_a_file",
        "`unknown-file`, `missing`",
    ),
    ("a record of another archive", "tamper_records::records_of_another_place", "`void-foreign`"),
    ("a record as a checkpoint", "tamper_log::a_record_as_a_checkpoint", "`bad-checkpoint`"),
    ("a checkpoint as a record", "tamper_records::bytes_that_are_no_entry", "`void-record`"),
    (
        "duplicate JSON keys; path traversal in ids",
        "tamper_records::texts_that_are_no_record",
        "`void-record`",
    ),
    ("oversized files", "tamper_gaps::oversized_files_are_not_read", "`unreadable`, `altered`"),
    (
        "a checkpoint that claims very much",
        "tamper_log::a_checkpoint_that_claims_very_much_is_refused_soon",
        "`root`, `missing`",
    ),
];

const LOG: &[Attack] = &[
    ("a leaf dropped", "tamper_log::a_dropped_entry", "`void-tree`"),
    (
        "inserted",
        "tamper_log::an_inserted_entry_voids_what_was_signed_upon_the_log_without_it",
        "`void-entry`, `void-tree`",
    ),
    ("reordered", "tamper_log::swapped_entries", "`void-tree`, `void-heads`"),
    ("duplicated", "tamper_log::a_duplicated_entry", "`void-after`"),
    (
        "each of these at every place",
        "matrix_beside::what_lies_beside_the_archive_and_what_a_thief_of_its_key_writes_is_detected",
        "`void-…`, `fork`, `rollback`",
    ),
    ("a record withheld and appended later", "tamper_records::a_withheld_record", "`void-after`"),
    ("an old record appended again", "tamper_records::replayed_records", "`void-after`, `void-backwards`"),
    (
        "garbage appended with a stolen archive key",
        "tamper_records::bytes_that_are_no_entry",
        "`void-entry`, `void-note`",
    ),
    ("logged years after it was signed", "tamper_records::times_that_cannot_be", "`void-late`"),
    (
        "the tail cut off, to who saw it",
        "tamper_log::a_tail_that_was_cut_off_is_a_rollback_to_who_saw_it",
        "`rollback`",
    ),
    (
        "another history, to who saw the first",
        "tamper_log::another_history_is_a_fork_to_who_saw_the_first",
        "`fork`",
    ),
    (
        "an older checkpoint replayed",
        "tamper_log::an_older_checkpoint_beside_the_newest_is_told",
        "`behind` (note), `rollback`",
    ),
    ("same size, other root", "tamper_log::a_checkpoint_with_another_root", "`root`"),
    ("a missing tile or bundle", "tamper_files::a_missing_hash_tile", "`missing`"),
    ("a wrong partial width", "tamper_log::a_bundle_under_a_wrong_width", "`altered`"),
    ("a wrong origin", "tamper_log::the_checkpoint_of_another_archive", "`other-origin`"),
    ("a size with a leading zero", "tamper_log::a_size_with_a_leading_zero", "`bad-checkpoint`"),
    (
        "another archive by the same people with the same keys",
        "tamper_log::the_same_keys_founding_twice_are_two_archives",
        "`anchor`",
    ),
];

const PROOFS: &[Attack] = &[
    ("a wrong root", "tamper_certificate::another_root_under_the_archives_signature", "`proof-inclusion`"),
    (
        "swapped roots",
        "tamper_certificate::the_root_of_the_heads_in_the_place_of_the_logs",
        "`proof-inclusion`",
    ),
    ("truncated", "tamper_certificate::a_truncated_proof", "`proof-length`"),
    ("trailing hashes", "tamper_certificate::a_hash_too_many", "`proof-length`"),
    ("an index off by one", "tamper_certificate::an_index_off_by_one", "`proof-length`"),
    ("another question's", "tamper_certificate::another_questions_certificate", "`proof-absence`"),
    ("a record left out", "tamper_certificate::a_record_in_the_middle_withheld", "`void-after`"),
    (
        "that there is no such policy, where there is one",
        "tamper_certificate::a_policy_with_records_cannot_be_shown_as_none",
        "`proof-absence`",
    ),
    ("any byte", "tamper_certificate::no_byte_can_be_changed_but_those_of_the_question", "each its own"),
];

const KEYS: &[Attack] = &[
    (
        "below the threshold; one person with two keys",
        "tamper_charter::four_eyes_are_two_people",
        "`void-threshold`, `void-signature-order`",
    ),
    (
        "one signature counted twice",
        "tamper_records::signature_lines_that_do_not_count",
        "`void-signature-order`",
    ),
    (
        "rotation not signed by the old or by the new",
        "tamper_charter::forged_amendments_are_void",
        "`void-unauthorised`, `void-new-key`",
    ),
    (
        "an unknown key; the archive key under a record",
        "tamper_records::signatures_of_keys_that_may_not_sign",
        "`void-unauthorised`",
    ),
    (
        "an officer's key under a checkpoint",
        "tamper_log::a_checkpoint_signed_by_an_officer",
        "`archive-signature`",
    ),
    (
        "an officer's key under a manifest",
        "tamper_log::a_manifest_signed_by_an_officer",
        "`archive-signature`",
    ),
    (
        "an officer's key under a charter",
        "tamper_records::an_officer_cannot_sign_a_charter",
        "`void-unauthorised`",
    ),
    (
        "signed after revocation",
        "tamper_charter::an_amendment_acts_from_the_next_index",
        "`void-unauthorised`, `void-key-reused`",
    ),
    (
        "a retired archive key under a checkpoint",
        "tamper_charter::the_next_archive_key_signs_from_the_amendment_on",
        "`archive-signature`",
    ),
    ("the revocation removed", "tamper_gaps::the_revocation_removed_from_the_log", "`void-tree`, `rollback`"),
    (
        "the revocation left out of a certificate",
        "tamper_certificate::a_revocation_cannot_be_withheld",
        "`proof-last-entry`, `proof-head`",
    ),
    ("a colliding key id", "tamper_records::signatures_that_do_not_verify", "`void-signature`"),
    ("a key of small order", "note::a_small_order_key_verifies_nothing", "verifies nothing"),
    (
        "a founding charter that not all of its keys signed",
        "tamper_charter::a_founding_charter_that_does_not_stand_ends_everything",
        "`void-new-key`, `founding-charter`",
    ),
];

const TIME: &[Attack] = &[
    ("logged time going backwards", "tamper_records::times_that_cannot_be", "`void-backwards`"),
    (
        "a stamp outside the authority's validity, or of none",
        "tamper_stamps::who_is_no_authority_for_this_proves_nothing",
        "`stamp-expired`, `stamp-unknown`",
    ),
    (
        "an expired authority, another one's window",
        "tamper_stamps::an_expired_authority_counts_if_a_later_stamp_vouches_for_it",
        "`stamp-expired`",
    ),
    (
        "a stamp that was changed",
        "tamper_stamps::whatever_is_changed_in_a_stamp_is_found",
        "`stamp-broken`, `altered`",
    ),
    (
        "missing, exchanged, too many",
        "tamper_stamps::a_stamp_that_is_missing_exchanged_or_too_many",
        "`missing`, `altered`, `unknown-file`",
    ),
    (
        "entries dated ahead or back",
        "tamper_stamps::a_stamp_that_contradicts_the_archive",
        "`stamp-contradicts`",
    ),
    (
        "a stale checkpoint, to who saw a newer one",
        "tamper_log::a_tail_that_was_cut_off_is_a_rollback_to_who_saw_it",
        "`rollback`",
    ),
];

const VALIDITY: &[Attack] = &[
    ("heads that do not follow from the records", "tamper_records::heads_that_do_not_follow", "`void-heads`"),
    ("a stream listed twice", "tamper_gaps::a_stream_listed_twice", "`altered`"),
    ("a stream left out", "tamper_gaps::a_stream_left_out", "`altered`"),
    (
        "a false manifest signed by the archive key",
        "tamper_log::a_false_manifest_signed_by_the_archive_key",
        "`altered`",
    ),
    ("another policy's manifest", "tamper_gaps::a_manifest_of_nothing", "`altered`"),
    (
        "end before start; a target that is missing, withdrawn, another policy's",
        "tamper_records::records_that_cannot_stand_in_the_history",
        "`void-refused`",
    ),
    (
        "a later record leaking into \"as known on K\"",
        "tamper_certificate::a_later_record_does_not_leak_into_an_earlier_knowledge_and_is_told_beside_it",
        "the earlier answer",
    ),
    (
        "an old certificate that calls its answer today's",
        "tamper_certificate::an_older_certificate_speaks_of_its_own_last_day_and_never_of_today",
        "`older-than-seen` (note)",
    ),
    ("a void entry of another policy", "tamper_cli::a_void_entry_of_any_policy_ends_every_answer", "exit 1"),
    (
        "an entry of a newer version",
        "tamper_records::what_only_a_newer_version_knows_gives_no_answer",
        "`needs-newer`",
    ),
    (
        "an anchor from the thing under check",
        "tamper_gaps::an_anchor_from_the_thing_under_check_never_gives_exit_0",
        "exit 1",
    ),
    (
        "an anchor from beside a certificate",
        "certificates::an_anchor_that_lies_beside_the_certificate_is_not_taken",
        "not anchored",
    ),
    ("no anchor at all", "tamper::without_an_anchor_nothing_fails_and_nothing_holds", "not anchored"),
];

const WITNESSES: &[Attack] = &[
    (
        "another history than the witnesses confirm",
        "promises::of_two_histories_each_holds_alone_and_one_where_witnesses_are_asked",
        "`quorum`, `fork` to who saw the first",
    ),
    ("fewer confirm than the anchor asks for", "witnesses::one_of_two_confirms", "`quorum`"),
    ("one witness twice", "witnesses::one_witness_counts_once_although_it_stands_in_both", "`quorum`"),
    (
        "a witness that the rule does not name",
        "witnesses::a_witness_that_is_in_no_group_counts_for_nothing",
        "`quorum`",
    ),
    ("a cosignature of another size", "witnesses::a_cosignature_of_another_size", "`cosignature-broken`"),
    ("of another archive", "witnesses::a_cosignature_for_another_archive", "`cosignature-broken`"),
    ("another time than was signed", "witnesses::another_time_than_was_signed", "`cosignature-broken`"),
    (
        "a stranger under a witness's name",
        "witnesses::lines_of_others_are_noted_and_count_for_nothing",
        "`ignored-line` (note)",
    ),
    (
        "cosignatures taken out of a certificate of force",
        "witnesses::a_certificate_carries_the_cosignatures_and_must_reach_the_quorum",
        "`quorum`",
    ),
    (
        "an older state, to who saw none newer",
        "promises::an_older_state_holds_for_who_saw_no_newer_one_and_says_when_it_was_confirmed",
        "holds; the day of the last confirmation is told",
    ),
    (
        "the log cut off, what witnesses said of the newer state left there",
        "witnesses::cosignatures_of_a_checkpoint_beyond_the_log",
        "`unknown-file`",
    ),
    (
        "an older archive, to a reader who saw the newer one",
        "cosigned::a_reader_remembers_what_it_saw",
        "`rollback`, exit 1",
    ),
    (
        "an older archive, to whoever signs",
        "cosigned::a_restored_archive_is_refused_whoever_knew_the_newer_state",
        "refused",
    ),
    (
        "an anchor with witnesses, from inside the archive",
        "cosigned::an_anchor_with_witnesses_is_not_taken_from_inside_the_archive",
        "refused",
    ),
    (
        "an anchor whose lines of witnesses are not right",
        "witnesses::what_an_anchor_says_of_witnesses_is_right_or_it_is_refused",
        "refused",
    ),
];

const RULINGS: &[Attack] = &[
    (
        "records of a stolen officer's key",
        "tamper_rulings::records_that_needed_a_stolen_key_are_disputed_until_each_is_ruled_upon",
        "disputed",
    ),
    ("the answer that hangs on them", "disputed::the_answer_hangs_on_what_is_disputed", "exit 4"),
    ("a certificate of force of them", "disputed::a_certificate_tells_the_dispute", "undetermined"),
    ("a PDF of them", "disputed::a_pdf_whose_record_is_disputed_says_so", "says so"),
    (
        "a ruling left out of a manifest",
        "disputed::a_manifest_follows_from_the_rulings_too",
        "it follows from them",
    ),
    (
        "a second stolen key",
        "tamper_rulings::an_extra_signature_saves_a_record_until_that_key_is_doubted_too",
        "disputed anew",
    ),
    (
        "a key revoked that the charter keeps, or from an entry that cannot be",
        "tamper_rulings::what_is_revoked_is_a_key_that_this_charter_takes_out",
        "`void-ruling`",
    ),
    ("a founding charter that rules", "tamper_rulings::a_founding_charter_rules_on_nothing", "`void-ruling`"),
    (
        "garbage of a thief of the archive key",
        "lost_keys::a_void_entry_stops_everything_but_its_acknowledgement",
        "exit 1, `acknowledged` (note)",
    ),
    (
        "one void entry acknowledged, another not",
        "tamper_rulings::void_entries_are_acknowledged_each_once_even_garbage",
        "`void-signature`, `void-ruling`",
    ),
    (
        "another entry acknowledged than there is",
        "tamper_rulings::an_acknowledgement_with_another_leaf_is_void",
        "`void-entry`, `void-ruling`",
    ),
    (
        "a stolen recovery key, where one may amend",
        "promises::what_a_thief_of_a_recovery_key_did_is_seen_and_disputed",
        "disputed",
    ),
    (
        "a stolen recovery key, where two must amend",
        "promises::one_stolen_recovery_key_of_two_that_are_asked_for_changes_nothing",
        "`void-threshold`",
    ),
    ("a revoked key that comes back", "amendments::a_key_that_went_does_not_come_back", "refused"),
];

const TOGETHER: &[Attack] = &[
    ("one officer alone where two must sign", "tamper_charter::four_eyes_are_two_people", "`void-threshold`"),
    (
        "one person with two keys, somebody out of term",
        "four_eyes::whose_signature_does_not_count_is_refused_with_the_reason",
        "refused",
    ),
    (
        "any byte of a pending record",
        "four_eyes::no_byte_of_a_pending_record_can_be_changed_unnoticed",
        "refused",
    ),
    (
        "any byte of a pending record with files",
        "matrix_beside::what_lies_beside_the_archive_and_what_a_thief_of_its_key_writes_is_detected",
        "refused",
    ),
    (
        "a pending record kept back, and another logged first",
        "four_eyes::what_came_too_late_or_second_is_told_with_what_to_do",
        "refused",
    ),
    ("a rejected record approved", "four_eyes::a_rejection_goes_back_to_who_signed_first", "refused"),
    (
        "an agent that signs something else, or does not answer",
        "custody::what_an_agent_can_do_wrong",
        "refused",
    ),
    (
        "a private key that others may read",
        "custody::a_private_key_that_others_may_read_is_refused",
        "refused",
    ),
    ("a private key that is published", "custody::a_private_key_in_a_published_folder_is_refused", "refused"),
];

const GROUPS: [(&str, &[Attack]); 9] = [
    ("Bytes", BYTES),
    ("Log", LOG),
    ("Proofs", PROOFS),
    ("Keys", KEYS),
    ("Time", TIME),
    ("Validity", VALIDITY),
    ("Witnesses and memories", WITNESSES),
    ("Stolen keys and rulings", RULINGS),
    ("Several people, agents", TOGETHER),
];

fn here(below: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn tables() -> (String, String) {
    let mut attacks = String::new();
    for (group, rows) in GROUPS {
        attacks += &format!("### {group}\n\n| attack | test | what comes of it |\n|---|---|---|\n");
        for (attack, test, code) in rows {
            attacks += &format!("| {attack} | `{test}` | {code} |\n");
        }
        attacks += "\n";
    }
    let meaningless = MEANINGLESS.iter().map(|(what, why)| format!("- {what}: {why}\n")).collect();
    (attacks, meaningless)
}

#[test]
fn every_attack_has_its_test() {
    for (module, name) in
        GROUPS.iter().flat_map(|(_, rows)| *rows).map(|(_, test, _)| test.split_once("::").unwrap())
    {
        let file =
            if module == "note" { "src/format/note.rs".to_owned() } else { format!("tests/it/{module}.rs") };
        let source = fs::read_to_string(here(&file)).unwrap();
        let found =
            [format!("fn {name}("), format!("    {name}: |")].iter().any(|text| source.contains(text));
        assert!(found, "{module}::{name}");
    }
}

#[test]
fn every_code_is_a_findings() {
    let known: String = ["finding", "unproven", "seal/fault"]
        .iter()
        .map(|file| fs::read_to_string(here(&format!("src/verify/{file}.rs"))).unwrap())
        .collect();
    for (_, test, codes) in GROUPS.iter().flat_map(|(_, rows)| *rows) {
        for code in codes.split('`').skip(1).step_by(2).filter(|code| !code.ends_with('…')) {
            assert!(known.contains(&format!("\"{code}\"")), "{test}: {code}");
        }
    }
}

#[test]
fn the_page_has_these_tables() {
    let path = here("docs/threats.md");
    let mut page = fs::read_to_string(&path).unwrap();
    let (attacks, meaningless) = tables();
    for (from, until, table) in [
        ("<!-- attacks -->\n\n", "<!-- /attacks -->", attacks),
        ("<!-- meaningless -->\n\n", "\n<!-- /meaningless -->", meaningless),
    ] {
        let start = page.find(from).unwrap() + from.len();
        let end = page.find(until).unwrap();
        if std::env::var_os("INKRAFT_BLESS").is_some() {
            page.replace_range(start..end, &table);
            fs::write(&path, &page).unwrap();
        } else {
            assert!(page[start..end] == table, "run with INKRAFT_BLESS=1");
        }
    }
}
