//! A version with a correction and other files, which no command makes yet: what readers and pages make of them.

use std::fs;
use std::process::Command;

use inkraft::base::Lang;
use inkraft::format::record::Purpose;
use inkraft::publish::listing::{self, Page};
use inkraft::publish::{fragment, view::Heading};
use inkraft::verify;
use insta::assert_snapshot;

use crate::forge::{Forge, ORIGIN, day};
use crate::tamper::Attack;

/// The forged sample, version 2 corrected and with other files of it, and a workspace around it.
fn corrected() -> Attack {
    let mut a = Attack::new();
    let issue = a.forge.issue_at("hausordnung", 3);
    for (purpose, language) in [
        (Purpose::Translation, Some("en")),
        (Purpose::Correction, None),
        (Purpose::Accessible, Some("en")),
        (Purpose::Translation, Some("hsb")),
    ] {
        let (rendition, source) = a.forge.rendition(&issue, purpose, language);
        a.forge.render(rendition, &source);
    }
    a.forge.write();
    let zone = "time_zone = \"Europe/Berlin\"";
    let config = format!("origin = \"{ORIGIN}\"\npublisher = \"M\"\n{zone}\n");
    fs::write(a.forge.root.join("inkraft.toml"), config).unwrap();
    a
}

/// Exit code and standard output of the program, in German.
fn run(a: &Attack, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inkraft"));
    command.args(args).current_dir(&a.forge.root).env_clear().env("LC_ALL", "de_DE.UTF-8");
    command.env("INKRAFT_NOW", "2019-02-01T10:00:00+01:00").env("HOME", &a.forge.root);
    command.env("INKRAFT_STATE", a.forge.root.join("none"));
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_corrected_version_is_shown_with_all_its_files() {
    let a = corrected();
    let log = verify::log(&a.forge.dir(), &a.trust).unwrap();
    let page = Page { lang: Lang::De, heading: Heading::H2, base: "".parse().unwrap() };
    let listing = listing::of(&log, &"hausordnung".parse().unwrap(), day("2019-02-01"), &page).unwrap();
    let html = fragment(&listing);
    let html: Vec<_> = html.lines().filter(|l| !l.contains("SHA-256")).collect();
    assert_snapshot!(html.join("\n"), @r#"
    <section class="inkraft" lang="de">
      <h2>Regelung hausordnung</h2>
      <p><a href="hausordnung/2/renditions/7/hausordnung-v2-correction.pdf" hreflang="de" type="application/pdf">Regelung hausordnung, Fassung 2</a> (PDF-Datei · 3 KB, Barrierefreiheit nicht geprüft)</p>
      <ul>
        <li>In Kraft seit dem <time datetime="2019-01-25">25. Januar 2019</time></li>
        <li>Stand: <time datetime="2018-07-02">2. Juli 2018</time></li>
        <li>Berichtigte Ausgabe, verzeichnet am <time datetime="2018-07-02">2. Juli 2018</time> (<a href="hausordnung/2/hausordnung-v2.pdf">ursprüngliche Ausgabe</a>)</li>
        <li>Übersetzung (Englisch): <a href="hausordnung/2/renditions/6/hausordnung-v2-en.pdf" hreflang="en" lang="en" type="application/pdf">Rules in en</a> (PDF-Datei · 3 KB, Barrierefreiheit nicht geprüft)</li>
        <li><a href="hausordnung/2/renditions/8/hausordnung-v2-accessible-en.pdf" hreflang="en" type="application/pdf">Barrierearme Ausgabe (Englisch)</a> (PDF-Datei · 3 KB, Barrierefreiheit nicht geprüft)</li>
        <li>Übersetzung (Obersorbisch): <a href="hausordnung/2/renditions/9/hausordnung-v2-hsb.pdf" hreflang="hsb" lang="hsb" type="application/pdf">Rules in hsb</a> (PDF-Datei · 3 KB, Barrierefreiheit nicht geprüft)</li>
        <li>Adresse dieser Fassung: <a href="hausordnung/2/renditions/7/hausordnung-v2-correction.pdf">hausordnung/<wbr>2/<wbr>renditions/<wbr>7/<wbr>hausordnung-v2-correction.pdf</a></li>
        <li>Adresse der jeweils aktuellen Fassung: <a href="hausordnung/hausordnung.pdf">hausordnung/<wbr>hausordnung.pdf</a></li>
      </ul>
      <h3>Frühere Fassungen</h3>
      <ul>
        <li><a href="hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf">Regelung hausordnung, Fassung 1</a> (PDF-Datei · 4 KB, Barrierefreiheit nicht geprüft): in Kraft vom <time datetime="2018-07-02">2. Juli 2018</time> bis <time datetime="2019-01-24">24. Januar 2019</time></li>
      </ul>
      <p><small>Stand dieser Angaben: <time datetime="2019-02-01">1. Februar 2019</time></small></p>
    </section>
    "#);
}

#[test]
fn the_answers_name_the_correction_and_the_other_files() {
    let a = corrected();
    let told = |args: &[&str]| run(&a, args).1;
    assert_snapshot!(told(&["in-force", "hausordnung"]) + &told(&["history", "hausordnung"]), @r"
    Am 01.02.2019 ist Fassung 2 „Regelung hausordnung“ in Kraft (ab 25.01.2019; im Wortlaut der Berichtigung in Eintrag 7).
      auch: Übersetzung (Englisch) „Rules in en“, Eintrag 6
      auch: barrierefreie Ausgabe (Englisch) „Rules in en“, Eintrag 8
      auch: Übersetzung (Obersorbisch) „Rules in hsb“, Eintrag 9
    Nach dem Register dieses Archivs (10 Einträge, der letzte vom 02.07.2018); was danach geschah, weiß es nicht.
    hausordnung
      #1  02.07.2018  Fassung 1 „Regelung hausordnung“: in Kraft vom 02.07.2018 bis 24.01.2019
            gezeichnet von Erika Muster
      #3  02.07.2018  Fassung 2 „Regelung hausordnung“: in Kraft ab 25.01.2019
            übernommen: ein PDF, das es schon gab; ohne Quelldaten
            gezeichnet von Max Muster
      #4  02.07.2018  Geltungsregelung zu Eintrag 3: ab 25.01.2019
            gezeichnet von Erika Muster
      #6  02.07.2018  Übersetzung (Englisch) „Rules in en“ zu Fassung 2
            gezeichnet von Erika Muster
      #7  02.07.2018  Berichtigung zu Fassung 2
            gezeichnet von Erika Muster
      #8  02.07.2018  barrierefreie Ausgabe (Englisch) „Rules in en“ zu Fassung 2
            gezeichnet von Erika Muster
      #9  02.07.2018  Übersetzung (Obersorbisch) „Rules in hsb“ zu Fassung 2
            gezeichnet von Erika Muster
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    ");
}

#[test]
fn the_address_of_the_current_version_leads_to_its_correction() {
    let a = corrected();
    let (code, told) = run(&a, &["attach", "hausordnung", "--page", "public/i.html", "--create"]);
    let expected = "public/i.html: hausordnung erneuert, 6 PDFs neu veröffentlicht\n";
    assert_eq!((code, told.as_str()), (Some(0), expected));
    let published = |path: &str| fs::read(a.forge.root.join("public/hausordnung").join(path)).unwrap();
    let correction = a.read("policies/hausordnung/2/renditions/7/hausordnung-v2-correction.pdf");
    assert_eq!(published("hausordnung.pdf"), correction);
    assert_eq!(published("2/renditions/7/hausordnung-v2-correction.pdf"), correction);
    assert_ne!(published("2/hausordnung-v2.pdf"), correction);
    // What was issued is still told to be that version, and that it was corrected.
    let (code, told) = run(&a, &["verify", "archive/policies/hausordnung/2/hausordnung-v2.pdf"]);
    assert_eq!(code, Some(0));
    assert!(told.contains("Berichtigt   ja, der Wortlaut ist der in Eintrag 7"), "{told}");
}

/// The forge's PDFs were never typeset: typesetting them again must say so of every one of them.
#[test]
fn a_rendition_that_does_not_come_out_again_is_named() {
    let a = corrected();
    let (code, told) = run(&a, &["verify", "--rebuild"]);
    assert_eq!(code, Some(1));
    let failed: Vec<_> = told.lines().filter_map(|l| l.strip_prefix("FEHLER  ")?.split(':').next()).collect();
    assert_eq!(
        failed,
        [
            "policies/hausordnung/1/hausordnung-v1.pdf",
            "policies/datenschutz/1/datenschutz-v1.pdf",
            "policies/hausordnung/2/renditions/6/hausordnung-v2-en.pdf",
            "policies/hausordnung/2/renditions/7/hausordnung-v2-correction.pdf",
            "policies/hausordnung/2/renditions/8/hausordnung-v2-accessible-en.pdf",
            "policies/hausordnung/2/renditions/9/hausordnung-v2-hsb.pdf",
        ]
    );
}

/// What the officer says of the day and what the archive says are two claims: both are told where they differ.
#[test]
fn history_tells_when_a_record_was_signed_where_it_was_logged_on_another_day() {
    let mut a = Attack::new();
    let record = a.forge.record(Forge::withdrawn("hausordnung", 3));
    let note = Forge::sign(&record, &[a.forge.officer()]);
    let signed = a.forge.clock().day();
    a.forge.now += 3 * 24 * 3600;
    let logged = a.forge.clock().day();
    a.forge.log(&record, &note);
    a.forge.write();
    let (code, told) = run(&a, &["history", "hausordnung", "--trust", "keys/anchor"]);
    let of = told.lines().skip_while(|line| !line.contains(&logged.short(Lang::De))).nth(1);
    let on = format!("        gezeichnet am {} von ", signed.short(Lang::De));
    assert!(of.is_some_and(|line| line.starts_with(&on)), "{code:?} {on}\n{told}");
    assert_eq!(told.matches("gezeichnet am").count(), 1, "{told}");
}
