//! The sheet as a reader of the PDF finds it.

use hayro_syntax::Pdf;

use super::*;

const HASH: &str = "a106 9564 88a1 4fb0 63b3 3b48 f063 af32 1a90 1714 e06f d7c4 cb73 d369 b71a 5fed";

fn slip() -> Slip {
    let row = |label: &str, value: &str| (label.to_owned(), Value::Text(value.to_owned()));
    Slip {
        date: "2024-11-18T09:00:00+01:00".parse().unwrap(),
        publisher: "Stadt Müllerhöhe".to_owned(),
        kind: "Aktenblatt".to_owned(),
        title: "Hausordnung des Rathauses § 7 – „Größe“".to_owned(),
        subtitle: "Fassung 2".to_owned(),
        parts: vec![Part {
            heading: "Archiviertes PDF".to_owned(),
            rows: vec![row("Datei", "x-v2.pdf"), ("SHA-256".to_owned(), Value::Main(HASH.to_owned()))],
        }],
        checks: ("So wird geprüft".to_owned(), vec![("Prüfen:".to_owned(), "sha256sum x-v2.pdf".to_owned())]),
        code: "https://muster.example/x/2/x-v2.pdf#sha256=a106".to_owned(),
        caption: "Führt zum PDF.".to_owned(),
        note: ("Aktenvermerk".to_owned(), vec!["Aktenzeichen".to_owned()]),
        foot: "Nur zum Drucken.".to_owned(),
    }
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn the_same_slip_gives_the_same_small_file() {
    let bytes = slip().pdf().unwrap();
    assert_eq!(slip().pdf().unwrap(), bytes);
    assert!(bytes.len() < 100_000, "{}", bytes.len());
    assert!(holds(&bytes, b"D:20241118080000"), "the date is that of the slip");
    for foreign in [&b"/ID"[..], b"GTS_PDFX", b"ICC", b"OutputIntent", b"/FontFile"] {
        assert!(!holds(&bytes, foreign), "{}", String::from_utf8_lossy(foreign));
    }
    let pdf = Pdf::new(bytes).unwrap();
    assert_eq!(pdf.pages().len(), 1);
}

#[test]
fn a_letter_that_cannot_be_printed_is_refused_wherever_it_stands() {
    type Set = fn(&mut Slip, String);
    let places: [Set; 9] = [
        |s, text| s.publisher = text,
        |s, text| s.title = text,
        |s, text| s.subtitle = text,
        |s, text| s.parts[0].heading = text,
        |s, text| s.parts[0].rows[0].0 = text,
        |s, text| s.parts[0].rows[0].1 = Value::Text(text),
        |s, text| s.checks.1[0].1 = text,
        |s, text| s.caption = text,
        |s, text| s.foot = text,
    ];
    for set in places {
        let mut slip = slip();
        set(&mut slip, "Łódź".to_owned());
        assert_eq!(slip.pdf(), Err(SlipError::Letter { letter: 'Ł', text: "Łódź".to_owned() }));
    }
}

#[test]
fn what_does_not_fit_on_one_page_is_refused() {
    let mut slip = slip();
    let rows = slip.parts[0].rows.clone();
    for n in 1.. {
        slip.parts[0].rows.extend(rows.clone());
        match slip.pdf() {
            Ok(_) => assert!(n < 20),
            Err(error) => {
                assert_eq!(error, SlipError::Full);
                assert!(n > 3, "{n} rows are not too many");
                break;
            }
        }
    }
    slip = self::slip();
    slip.code = "x".repeat(3000);
    assert_eq!(slip.pdf(), Err(SlipError::Code));
}
