//! `slip`: the sheet for the paper file says what the log says, its code is what a scanner reads, and it never depends
//! on the clock.
//!
//! Specification: `docs/slip.md`.

use std::fs;

use hayro_syntax::Pdf;
use hayro_syntax::content::ops::{LineTo, MoveTo, TypedInstruction};
use hayro_syntax::object::Number;
use inkraft::base::Sha256;
use insta::assert_snapshot;

use crate::answers::two;
use crate::site::{Site, policy, words};

/// The dark shapes of the page, each as left, bottom, right, top in points.
fn shapes(pdf: &[u8]) -> Vec<[f64; 4]> {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let mut shapes: Vec<[f64; 4]> = Vec::new();
    let mut filled = Vec::new();
    let point = |x: &Number, y: &Number| (x.as_f64(), y.as_f64());
    let mut instructions = pdf.pages()[0].typed_operations();
    while let Some(instruction) = instructions.next() {
        match instruction {
            TypedInstruction::MoveTo(MoveTo(x, y)) => {
                let (x, y) = point(&x, &y);
                shapes.push([x, y, x, y]);
            }
            TypedInstruction::LineTo(LineTo(x, y)) => {
                let (x, y) = point(&x, &y);
                let [left, bottom, right, top] = shapes.last_mut().unwrap();
                (*left, *right) = (left.min(x), right.max(x));
                (*bottom, *top) = (bottom.min(y), top.max(y));
            }
            TypedInstruction::FillPathNonZero(_) => filled.append(&mut shapes),
            TypedInstruction::StrokePath(_) => shapes.clear(),
            _ => {}
        }
    }
    filled
}

/// What a scanner reads from the shapes that the page draws: they are filled into a picture, with paper around them.
fn scanned(pdf: &[u8]) -> String {
    // Dots a point, and the paper around in points.
    const DOTS: f64 = 4.0;
    const AROUND: f64 = 9.0;
    let shapes = shapes(pdf);
    let least = |side: usize| shapes.iter().map(|s| s[side]).fold(f64::INFINITY, f64::min) - AROUND;
    let most = |side: usize| shapes.iter().map(|s| s[side]).fold(0.0, f64::max) + AROUND;
    let (from, to) = (least(0), most(3));
    let dot = |points: f64| (points * DOTS).round() as usize;
    let (width, height) = (dot(most(2) - from), dot(to - least(1)));
    let mut dark = vec![false; width * height];
    for [left, bottom, right, top] in shapes {
        for row in dot(to - top)..dot(to - bottom) {
            dark[row * width + dot(left - from)..row * width + dot(right - from)].fill(true);
        }
    }
    let grey = |x: usize, y: usize| if dark[y * width + x] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let found = image.detect_grids();
    let [grid] = found.as_slice() else { panic!("{} codes", found.len()) };
    let (meta, text) = grid.decode().unwrap();
    // 0 is M, 1 is L, 2 is H, 3 is Q.
    assert_ne!(meta.ecc_level, 1);
    text
}

/// The words of the page as they are drawn, a line each.
fn lines(pdf: &[u8]) -> String {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let latin = |byte: &u8| match byte {
        0x84 => '„',
        0x93 => '“',
        0x94 => '”',
        0x96 => '–',
        0xA0 => ' ',
        byte => char::from(*byte),
    };
    let mut lines = String::new();
    let mut instructions = pdf.pages()[0].typed_operations();
    while let Some(instruction) = instructions.next() {
        if let TypedInstruction::ShowText(text) = instruction {
            lines.extend(text.0.as_bytes().iter().map(latin));
            lines.push('\n');
        }
    }
    lines
}

fn read(site: &Site, file: &str) -> Vec<u8> {
    fs::read(site.path("regelwerk").join(file)).unwrap()
}

#[test]
fn it_says_what_the_log_says() {
    let site = two();
    assert_snapshot!(site.run("slip hausordnung --version 1"), @r"
    exit 0
    Geschrieben: hausordnung-v1-aktenblatt.pdf ([N] kB), nur zum Drucken
    ");
    let pdf = read(&site, "hausordnung-v1-aktenblatt.pdf");
    let archived = read(&site, "archive/policies/hausordnung/1/hausordnung-v1.pdf");
    let hash = Sha256::of(&archived);
    let drawn = lines(&pdf);
    let groups = hash.groups();
    let (first, second) = groups.split_at(40);
    let grouped = |half: &str| half.trim().replace(' ', "  ");
    assert!(drawn.contains(&format!("{}\n{}\n", grouped(first), grouped(second))), "{drawn}");
    let keys = String::from_utf8(site.command(&["key", "list"]).output().unwrap().stdout).unwrap();
    let fingerprint = keys.lines().skip_while(|l| !l.contains("erika-muster/1")).nth(2).unwrap().trim();
    assert!(
        drawn.contains(&grouped(&fingerprint[..39])) && drawn.contains(&grouped(&fingerprint[40..])),
        "{drawn}"
    );
    let anchor = String::from_utf8(read(&site, "keys/anchor")).unwrap();
    let anchor = anchor.lines().find_map(|l| l.strip_prefix("first ")).unwrap();
    assert!(drawn.replace([' ', '\n'], "").contains(anchor), "{drawn}");
    for said in [
        "Musterkammer\n",
        "Hausordnung\nFassung 1, Stand Juli 2018\n",
        "vom 25.07.2018 bis 31.12.2018\n",
        "nach Eintrag 2 vom 01.08.2018; was danach eingetragen wurde, steht hier nicht\n",
        "Erika Muster, Hauptgeschäftsführerin\n",
        "muster.example/regelwerk/erika-muster/1\n",
        "02.07.2018 (eigene Angabe)\n",
        "Eintrag 1, 02.07.2018, 10:00 Uhr (Angabe des Archivs)\n",
        "3 Einträge, der letzte vom 01.08.2018, 09:00 Uhr\n",
        &format!("hausordnung-v1.pdf, {} Bytes\n", archived.len()),
        "sha256sum hausordnung-v1.pdf\n",
        "inkraft verify hausordnung-v1.pdf\n",
        "Aktenvermerk\n",
        "Nur zum Drucken: Diese Datei ist weder barrierefrei",
    ] {
        assert!(drawn.contains(said), "{said}: {drawn}");
    }
    // There is no published address in this workspace.
    assert_eq!(scanned(&pdf), format!("inkraft:muster.example/regelwerk/hausordnung/1#sha256={hash}"));
}

#[test]
fn the_code_leads_to_the_published_file() {
    let site = Site::new();
    let config = site.path("regelwerk/inkraft.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("{text}base_url = \"https://muster.example/recht/\"\n")).unwrap();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    // By the program that only reads, in English, with other folders.
    let mut command = site.verifier(&words("slip hausordnung -o ../slip.pdf --lang en"));
    assert_snapshot!(site.transcript(&command.output().unwrap()), @r"
    exit 0
    Written: ../slip.pdf ([N] kB), for printing only
    ");
    let pdf = fs::read(site.path("slip.pdf")).unwrap();
    let hash = Sha256::of(&read(&site, "archive/policies/hausordnung/1/hausordnung-v1.pdf"));
    let address = "https://muster.example/recht/hausordnung/1/hausordnung-v1.pdf";
    assert_eq!(scanned(&pdf), format!("{address}#sha256={hash}"));
    let drawn = lines(&pdf);
    assert!(
        drawn.contains("Version 1, as of July 2018\n") && drawn.contains(&format!("{address}\n")),
        "{drawn}"
    );
    assert!(drawn.contains("For printing only: this file is neither accessible"), "{drawn}");
}

#[test]
fn it_does_not_depend_on_the_clock_and_overwrites_nothing() {
    let mut site = two();
    site.run("slip hausordnung -o a.pdf");
    site.at("2031-01-01T09:00:00+01:00");
    assert!(site.run("slip hausordnung -o b.pdf").starts_with("exit 0\n"));
    assert_eq!(read(&site, "a.pdf"), read(&site, "b.pdf"));
    assert!(lines(&read(&site, "a.pdf")).contains("Fassung 2,"), "the newest, if none is named");
    let told = site.run("slip hausordnung -o a.pdf");
    assert!(told.starts_with("exit 2\n"), "{told}");
    // Records and log are the same in a copy without workspace and memory; another language says it in other words.
    assert!(site.run("slip hausordnung -o c.pdf --lang en").starts_with("exit 0\n"));
    assert_ne!(read(&site, "a.pdf"), read(&site, "c.pdf"));
}

#[test]
fn a_correction_and_a_withdrawal_are_named() {
    let mut site = two();
    let text = policy("Hausordnung", "2018-07-25").replace("Ein Satz.", "Ein anderer Satz.");
    site.at("2018-08-02T09:00:00+02:00").draft("hausordnung", &text);
    site.signed("correct hausordnung --version 1 --reason Schreibfehler");
    site.run("slip hausordnung --version 1 -o a.pdf");
    let drawn = lines(&read(&site, "a.pdf"));
    let correction = "archive/policies/hausordnung/1/renditions/3/hausordnung-v1-correction.pdf";
    let hash = Sha256::of(&read(&site, correction)).groups();
    assert!(drawn.contains("ja, es gilt der Wortlaut der Berichtigung: Eintrag 3 vom 02.08.2018"), "{drawn}");
    assert!(drawn.contains(&hash[..39].replace(' ', "  ")), "{drawn}");
    site.signed("withdraw hausordnung --version 1 --ground error --reason Versehen");
    site.run("slip hausordnung --version 1 -o b.pdf");
    let drawn = lines(&read(&site, "b.pdf"));
    assert!(drawn.contains("nein, zurückgenommen\n"), "{drawn}");
}

#[test]
fn what_has_no_slip_is_told() {
    let site = two();
    assert_snapshot!(site.both("slip nichts"), @r#"
    exit 2
    -- stderr
    Fehler: das Archiv kennt keine Regelung „nichts“
      Vorhanden: hausordnung.
    ~~ slip nichts --lang en
    exit 2
    -- stderr
    error: the archive has no policy "nichts"
      There are: hausordnung.
    "#);
    assert_snapshot!(site.both("slip hausordnung --version 9"), @r#"
    exit 2
    -- stderr
    Fehler: „hausordnung“ hat keine Fassung 9
      Vorhanden: 1, 2.
    ~~ slip hausordnung --version 9 --lang en
    exit 2
    -- stderr
    error: "hausordnung" has no version 9
      There are: 1, 2.
    "#);
    // Nothing from outside tells which archive it is.
    let anchor = site.path("regelwerk/keys/anchor");
    let kept = fs::read(&anchor).unwrap();
    fs::remove_file(&anchor).unwrap();
    assert_snapshot!(site.both("slip hausordnung"), @r#"
    exit 1
    -- stderr
    Fehler: nicht verankert: kein Vertrauensanker von außerhalb des Archivs
      Mit --trust den Vertrauensanker angeben, den die Stelle auf anderem Weg bekannt gibt.
    ~~ slip hausordnung --lang en
    exit 1
    -- stderr
    error: not anchored: no trust anchor from outside the archive
      Give the trust anchor that the body makes known by another way with --trust.
    "#);
    fs::write(&anchor, kept).unwrap();
    // The PDF is not the one that was logged.
    let pdf = site.archive().join("policies/hausordnung/2/hausordnung-v2.pdf");
    let bytes = fs::read(&pdf).unwrap();
    fs::write(&pdf, b"%PDF-1.7 another").unwrap();
    assert_snapshot!(site.both("slip hausordnung"), @r#"
    exit 1
    -- stderr
    Fehler: kein Aktenblatt, denn policies/hausordnung/2/hausordnung-v2.pdf ist nicht die eingetragene Datei
      `inkraft verify` prüft das ganze Archiv; die Datei aus einer anderen Kopie wiederherstellen.
    ~~ slip hausordnung --lang en
    exit 1
    -- stderr
    error: no slip, because policies/hausordnung/2/hausordnung-v2.pdf is not the file that was logged
      `inkraft verify` checks the whole archive; restore the file from another copy.
    "#);
    fs::remove_file(&pdf).unwrap();
    assert!(site.run("slip hausordnung").starts_with("exit 1\n"));
    fs::write(&pdf, bytes).unwrap();
    site.signed("withhold hausordnung --version 2 --ground erasure --reason Name");
    assert_snapshot!(site.both("slip hausordnung"), @r#"
    exit 1
    -- stderr
    Fehler: Fassung 2 ist gesperrt (Eintrag 3, Löschung: Name); für sie gibt es kein Aktenblatt
      `inkraft history` nennt, was zu ihr eingetragen ist.
    ~~ slip hausordnung --lang en
    exit 1
    -- stderr
    error: version 2 is withheld (entry 3, erasure: Name); there is no slip for it
      `inkraft history` lists what is logged about it.
    "#);
    site.draft("lodz", &policy("Städte: Łódź", "2018-09-01")).signed("sign lodz");
    assert_snapshot!(site.both("slip lodz"), @r#"
    exit 2
    -- stderr
    Fehler: das Aktenblatt kann das Zeichen „Ł“ (U+0141) nicht drucken; es steht in „Städte: Łódź“
      Es druckt mit den Schriften, die jeder Betrachter hat, und ersetzt nichts. `inkraft prove` mit --pdf-out macht ein Blatt mit eigenen Schriften.
    ~~ slip lodz --lang en
    exit 2
    -- stderr
    error: the slip cannot print the character "Ł" (U+0141); it stands in "Städte: Łódź"
      It prints with the fonts that every viewer has, and replaces nothing. `inkraft prove` with --pdf-out makes a sheet with fonts of its own.
    "#);
    let left = fs::read_dir(site.path("regelwerk")).unwrap().map(|e| e.unwrap().path());
    assert_eq!(left.filter(|p| p.extension().is_some_and(|e| e == "pdf")).count(), 0, "nothing was written");
}
