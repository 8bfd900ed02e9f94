//! The published in-force cases, all files of `tests/cases/in-force/`.

use super::cases;

#[test]
fn every_published_case_comes_out_as_it_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/in-force");
    let mut files = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let report = cases::run(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert!(report.differences.is_empty(), "{}:\n{}", path.display(), report.differences.join("\n"));
        assert!(report.notes.is_empty(), "{}:\n{}", path.display(), report.notes.join("\n"));
        assert!(report.questions + report.refused > 0, "{} asks nothing", path.display());
        files += 1;
    }
    assert!(files > 0);
}

#[test]
fn a_file_with_a_field_that_we_do_not_know_is_not_read() {
    let file = |field: &str| {
        format!(
            r#"{{"format": "inkraft/in-force-cases/1", "cases": [{{"id": "x", "today": "2026-01-01",
                "records": [], "questions": [{{"on": "2026-01-01", {field}
                "expect": {{"answer": "none", "why": "no-record"}}}}]}}]}}"#
        )
    };
    assert_eq!(cases::run(&file("")).unwrap().differences, Vec::<String>::new());
    assert!(cases::run(&file(r#""as_knwon": "2025-01-01","#)).is_err());
    assert!(cases::run(&file("").replace("cases/1", "cases/2")).is_err());
}

#[test]
fn a_difference_names_the_case_the_question_and_both_answers() {
    let file = r#"{"format": "inkraft/in-force-cases/1", "cases": [{"id": "x", "today": "2026-01-01",
        "records": [], "questions": [{"on": "2026-01-01", "expect": {"answer": "one", "version": 1}}]}]}"#;
    let report = cases::run(file).unwrap();
    let expected = "x: p on 2026-01-01 as known 2026-01-01\n  \
        expected {\"answer\":\"one\",\"version\":1}\n  \
        got      {\"answer\":\"none\",\"why\":\"no-record\"}";
    assert_eq!(report.differences, [expected]);
}
