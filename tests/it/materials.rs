//! Images, fonts and templates of the body's own: typeset, signed, archived, and refused where they must be.

use std::fs;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::edition::{edition, published_at};
use crate::site::{Site, policy};

/// A drawing of nine by nine.
pub const SVG: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";

/// The smallest template that is one, with what it shows.
pub fn template(shows: &str) -> String {
    format!(
        "#let source = json(\"policy.json\")\n\
         #set document(title: source.policy.title)\n\
         #set text(lang: source.policy.language)\n\
         #pdf.attach(\"policy.json\", read(\"policy.json\", encoding: none), relationship: \"source\",\n  \
           mime-type: \"application/json\", description: \"Quelle\")\n\
         #title()\n{shows}\n"
    )
}

/// Writes a file below the workspace.
pub fn put(site: &Site, below: &str, bytes: impl AsRef<[u8]>) {
    let path = site.path("regelwerk").join(below);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// A workspace with a draft.
pub fn drafted() -> Site {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    site
}

/// A font that the program does not have built in: one that it has, under another name of the same length.
fn font() -> Vec<u8> {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let mut bytes = typst_kit::fonts::embedded()
        .find(|(_, info)| info.family == "DejaVu Sans Mono")
        .map(|(font, _)| font.data().to_vec())
        .unwrap();
    for (from, to) in [("DejaVu Sans Mono", "Inkraft TestMono"), ("DejaVuSansMono", "InkraftTestMon")] {
        for (from, to) in [(wide(from), wide(to)), (from.into(), to.into())] {
            let mut at = 0;
            while let Some(found) = bytes[at..].windows(from.len()).position(|w| w == from) {
                bytes[at + found..at + found + to.len()].copy_from_slice(&to);
                at += found + to.len();
            }
        }
    }
    bytes
}

/// The record of the last entry, as JSON.
fn record(site: &Site) -> Value {
    let archive = site.archive();
    let mut newest: Vec<_> = fs::read_dir(archive.join("tile/entries/000.p")).unwrap().flatten().collect();
    newest.sort_by_key(|e| e.file_name().to_string_lossy().parse::<u32>().unwrap());
    let bytes = fs::read(newest.last().unwrap().path()).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let line = text.lines().rfind(|l| l.starts_with("{\"format\":\"inkraft/record/1\"")).unwrap();
    serde_json::from_str(line).unwrap()
}

fn assets(site: &Site, version: u32) -> Vec<String> {
    let folder = site.archive().join(format!("policies/hausordnung/{version}/source/assets"));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.map(|e| e.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_own_template_with_logo_font_and_module_is_archived_and_set_again() {
    let site = drafted();
    published_at(&site, "https://www.muster.example/recht");
    put(&site, "house/template.typ", template("nobody takes this one"));
    put(&site, "house/assets/logo.svg", "no drawing, but nobody takes it");
    put(&site, "house/assets/fuss.typ", "#let fuss = [Fuß]");
    put(&site, "house/assets/schrift.ttf", font());
    let shows = "#import \"assets/fuss.typ\": fuss\n#image(\"assets/logo.svg\", alt: \"Logo\")\n#fuss\n\
                 #image(\"assets/qr.svg\", alt: \"QR\")\n#text(font: \"Inkraft TestMono\", fallback: false)[II]";
    put(&site, "documents/hausordnung/template.typ", template(shows));
    put(&site, "documents/hausordnung/assets/logo.svg", SVG);
    put(&site, "documents/hausordnung/assets/.DS_Store", "x");
    put(&site, "documents/hausordnung/assets/Thumbs.db", "x");
    assert_snapshot!(site.run("check hausordnung"), @"
    exit 0
    „Hausordnung“ ist in Ordnung: 1 Abschnitt, als PDF [N] kB.
    Vorlage    documents/hausordnung/template.typ
    Beigefügt  fuss.typ, logo.svg, schrift.ttf
    ");
    assert_snapshot!(site.sign("sign hausordnung"), @"
    exit 0
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       1 (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256] (noch ohne die PDF-Signatur)
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
    Vorlage       documents/hausordnung/template.typ
    Beigefügt     fuss.typ, logo.svg, qr.svg, schrift.ttf
      → Fassung 1 gilt ab 25. Juli 2018.
    Unterschrieben und eingetragen: Eintrag 1, 02.07.2018, 10:00 Uhr
      archive/policies/hausordnung/1/hausordnung-v1.pdf: [N] Bytes, SHA-256 [SHA-256]
    ");
    assert_eq!(assets(&site, 1), ["fuss.typ", "logo.svg", "qr.svg", "schrift.ttf"]);
    let archived = site.archive().join("policies/hausordnung/1/source");
    assert_eq!(fs::read_to_string(archived.join("assets/logo.svg")).unwrap(), SVG);
    assert_eq!(fs::read_to_string(archived.join("template.typ")).unwrap(), template(shows));
    let names = record(&site)["typeset"]["assets"].as_array().unwrap().clone();
    let names: Vec<_> = names.iter().map(|a| a["name"].clone()).collect();
    assert_eq!(names, ["fuss.typ", "logo.svg", "qr.svg", "schrift.ttf"].map(|n| json!(n)));
    assert_snapshot!(site.run("verify --rebuild"), @"
    exit 0
    Archiv     muster.example/regelwerk
    Register   2 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 1 Fassung, 7 Dateien ([N] kB), 1 PDF-Signatur geprüft
    Neusatz    1 PDF mit typst 0.15.1 bytegleich neu gesetzt, 0 nicht versucht
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    ");
    // What lies in the workspace plays no part in it.
    fs::remove_dir_all(site.path("regelwerk/house")).unwrap();
    fs::remove_dir_all(site.path("regelwerk/documents")).unwrap();
    assert!(site.run("verify --rebuild").starts_with("exit 0"));
    // The font is in the PDF: its outlines are not those of a built-in one.
    let pdf = fs::read(archived.parent().unwrap().join("hausordnung-v1.pdf")).unwrap();
    assert!(pdf.windows(14).any(|w| w == b"InkraftTestMon"), "the font is not in the PDF");
}

#[test]
fn an_asset_that_was_changed_is_found() {
    let site = drafted();
    put(&site, "documents/hausordnung/template.typ", template("#image(\"assets/logo.svg\", alt: \"Logo\")"));
    put(&site, "documents/hausordnung/assets/logo.svg", SVG);
    site.signed("sign hausordnung");
    let below = "archive/policies/hausordnung/1/source/assets/logo.svg";
    put(&site, below, SVG.replace("rect", "rEct"));
    assert_snapshot!(site.run("verify"), @"
    exit 1
    Archiv     muster.example/regelwerk
    Register   2 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 1 Fassung, 4 Dateien ([N] kB), 1 PDF-Signatur geprüft
    FEHLER  policies/hausordnung/1/source/assets/logo.svg: wurde verändert
            Die Datei aus einer Sicherung oder von der veröffentlichten Fassung wiederherstellen.
    Ergebnis: Das Archiv hält der Prüfung nicht stand (1 Fehler).
    ");
    fs::remove_file(site.path("regelwerk").join(below)).unwrap();
    assert_snapshot!(site.run("verify"), @"
    exit 1
    Archiv     muster.example/regelwerk
    Register   2 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 1 Fassung, 4 Dateien ([N] kB), 1 PDF-Signatur geprüft
    FEHLER  policies/hausordnung/1/source/assets/logo.svg: fehlt
            Die Datei aus einer Sicherung oder von der veröffentlichten Fassung wiederherstellen.
    Hinweis  policies/hausordnung/1/source/assets/: Rest eines abgebrochenen Eintrags, ohne Wirkung
            Der nächste Eintrag räumt das auf; zu tun ist nichts.
    Ergebnis: Das Archiv hält der Prüfung nicht stand (1 Fehler).
    ");
    put(&site, below, SVG);
    put(&site, &below.replace("logo", "zweites"), SVG);
    assert_snapshot!(site.run("verify"), @"
    exit 1
    Archiv     muster.example/regelwerk
    Register   2 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 1 Fassung, 4 Dateien ([N] kB), 1 PDF-Signatur geprüft
    FEHLER  policies/hausordnung/1/source/assets/zweites.svg: gehört nicht ins Archiv
    Ergebnis: Das Archiv hält der Prüfung nicht stand (1 Fehler).
    ");
}

#[test]
fn the_built_in_template_takes_fonts_and_the_code_and_leaves_images_alone() {
    let site = drafted();
    published_at(&site, "https://www.muster.example/recht");
    put(&site, "house/assets/haus.svg", SVG);
    put(&site, "house/assets/schrift.ttf", font());
    put(&site, "documents/hausordnung/assets/bild.svg", SVG);
    assert_snapshot!(site.run("check hausordnung"), @"
    exit 0
    „Hausordnung“ ist in Ordnung: 1 Abschnitt, als PDF [N] kB.
    Beigefügt  schrift.ttf
    -- stderr
    Warnung: documents/hausordnung/assets/bild.svg: auf dieses Bild verweist nichts; es wird weder gesetzt noch archiviert
    ");
    site.signed("sign hausordnung");
    assert_eq!(assets(&site, 1), ["qr.svg", "schrift.ttf"]);
    assert!(site.run("verify --rebuild").starts_with("exit 0"));
}

#[test]
fn the_archived_code_leads_to_the_address_of_the_version() {
    let site = drafted();
    published_at(&site, "https://www.muster.example/recht");
    put(&site, "documents/hausordnung/template.typ", template("#image(\"assets/qr.svg\", alt: \"QR\")"));
    assert!(site.run("preview hausordnung").starts_with("exit 0"));
    site.signed("sign hausordnung");
    let svg = site.archive().join("policies/hausordnung/1/source/assets/qr.svg");
    let address = edition(&site, "hausordnung", 1)["address"].clone();
    assert_eq!(json!(scanned(&fs::read_to_string(svg).unwrap())), address);
    assert_eq!(address, "https://www.muster.example/recht/hausordnung/1/hausordnung-v1.pdf");
}

/// What a scanner reads: the drawing is filled at four dots a module.
fn scanned(svg: &str) -> String {
    let between = |a: &str, b: &str| svg.split_once(a).unwrap().1.split_once(b).unwrap().0;
    let side: usize = between("width=\"", "\"").parse().unwrap();
    let mut dark = vec![false; side * side];
    for shape in between(" d=\"", "\"").split_terminator('z') {
        let numbers = shape.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<usize>().ok());
        let [x, y, run, ..] = numbers.collect::<Vec<_>>()[..] else { panic!("{shape}") };
        dark[y * side + x..y * side + x + run].fill(true);
    }
    let dot = |x: usize, y: usize| if dark[y / 4 * side + x / 4] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * 4, side * 4, dot);
    image.detect_grids().first().unwrap().decode().unwrap().1
}

#[test]
fn files_that_cannot_be_assets_are_all_told_at_once() {
    let site = drafted();
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bomb.extend([0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 8, 6, 0, 0, 0, 0, 0, 0, 0]);
    put(&site, "documents/hausordnung/assets/bombe.png", &bomb);
    put(&site, "documents/hausordnung/assets/Logo Groß.svg", SVG);
    put(&site, "documents/hausordnung/assets/brief.docx", "PK");
    put(&site, "documents/hausordnung/assets/foto.jpg", "GIF89a");
    put(&site, "documents/hausordnung/assets/leer.otf", "");
    put(&site, "documents/hausordnung/assets/qr.svg", SVG);
    put(&site, "documents/hausordnung/assets/unter/logo.svg", SVG);
    put(&site, "documents/hausordnung/assets/kopf.typ", b"\xff");
    let large = fs::File::create(site.path("regelwerk/documents/hausordnung/assets/gross.png")).unwrap();
    large.set_len(50_000_000).unwrap();
    put(&site, "house/assets/entity.svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>");
    put(&site, "house/template.typ", b"\xff");
    let begun = std::time::Instant::now();
    let told = site.refused("check hausordnung");
    assert!(begun.elapsed().as_secs() < 10, "took {:?}", begun.elapsed());
    assert_snapshot!(told, @r#"
    exit 1
    -- stderr
    Fehler: documents/hausordnung/assets/Logo Groß.svg: so kann eine beigefügte Datei nicht heißen
      Umbenennen, nur mit Kleinbuchstaben, Ziffern und einzelnen Bindestrichen: logo-gross.svg
    Fehler: documents/hausordnung/assets/brief.docx: Dateien dieser Art können nicht beigefügt werden
      Möglich sind Bilder (svg, png, jpg, jpeg), Schriften (otf, ttf) und Typst-Dateien (typ).
    Fehler: documents/hausordnung/assets/qr.svg: unter diesem Namen legt das Programm den QR-Code der Fassung ab
      Die Datei umbenennen: qr.svg gibt es von selbst.
    Fehler: documents/hausordnung/assets/unter ist ein Ordner; beigefügt werden nur Dateien, die unmittelbar in „assets“ liegen
      Die Dateien daraus nach „assets“ legen und den Ordner entfernen.
    Fehler: house/template.typ: der Inhalt ist kein UTF-8
      Die Datei als UTF-8 speichern.
    Fehler: documents/hausordnung/assets/bombe.png: das Bild hat 100000 × 100000 Pixel; zulässig sind 50 Millionen
      Das Bild verkleinern: 300 Punkte je Zoll genügen für den Druck.
    Fehler: house/assets/entity.svg: die Zeichnung enthält Entitäten (<!ENTITY …>)
      Im Zeichenprogramm als „einfaches“ oder „optimiertes“ SVG speichern.
    Fehler: documents/hausordnung/assets/foto.jpg: der Inhalt ist nicht JPEG
      Die Datei aus dem Ursprungsprogramm neu ausgeben; umbenennen allein wandelt sie nicht um.
    Fehler: documents/hausordnung/assets/gross.png ist größer als 16 MiB
      Bilder verkleinern (300 Punkte je Zoll genügen für den Druck) und Schriften auf die nötigen Schnitte beschränken.
    Fehler: documents/hausordnung/assets/kopf.typ: der Inhalt ist kein UTF-8
      Die Datei als UTF-8 speichern.
    Fehler: documents/hausordnung/assets/leer.otf: der Inhalt ist nicht OpenType
      Die Datei aus dem Ursprungsprogramm neu ausgeben; umbenennen allein wandelt sie nicht um.
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: documents/hausordnung/assets/Logo Groß.svg: an asset cannot have this name
      Rename it, with lower-case letters, digits and single hyphens only: logo-gross.svg
    error: documents/hausordnung/assets/brief.docx: files of this kind cannot be assets
      There can be images (svg, png, jpg, jpeg), fonts (otf, ttf) and Typst files (typ).
    error: documents/hausordnung/assets/qr.svg: under this name the program puts the QR code of the version
      Rename the file: qr.svg is made by itself.
    error: documents/hausordnung/assets/unter is a folder; only files that lie in "assets" itself can be assets
      Put the files in it into "assets" and remove the folder.
    error: house/template.typ: the content is not UTF-8
      Save the file as UTF-8.
    error: documents/hausordnung/assets/bombe.png: the image has 100000 × 100000 pixels; 50 million are allowed
      Make the image smaller: 300 dots an inch are enough for print.
    error: house/assets/entity.svg: the drawing declares entities (<!ENTITY …>)
      Save it as "plain" or "optimised" SVG in the drawing program.
    error: documents/hausordnung/assets/foto.jpg: the content is not JPEG
      Export the file again from the program it was made with; renaming does not convert it.
    error: documents/hausordnung/assets/gross.png is larger than 16 MiB
      Make images smaller (300 dots an inch are enough for print) and keep only the styles of fonts that are needed.
    error: documents/hausordnung/assets/kopf.typ: the content is not UTF-8
      Save the file as UTF-8.
    error: documents/hausordnung/assets/leer.otf: the content is not OpenType
      Export the file again from the program it was made with; renaming does not convert it.
    "#);
    // What a draft is refused for, no version is signed with.
    assert_eq!(site.refused_to_sign("sign hausordnung"), told.replace("check", "sign"));
}

#[test]
fn assets_that_are_no_folder_or_too_many_are_told() {
    let site = drafted();
    put(&site, "documents/hausordnung/assets", "x");
    assert_snapshot!(site.refused("check hausordnung"), @"
    exit 1
    -- stderr
    Fehler: documents/hausordnung/assets ist kein Ordner
      Dort einen Ordner mit den Bildern und Schriften anlegen, oder die Datei entfernen.
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: documents/hausordnung/assets is not a folder
      Make a folder with the images and fonts there, or remove the file.
    ");
    fs::remove_file(site.path("regelwerk/documents/hausordnung/assets")).unwrap();
    for i in 0..200 {
        put(&site, &format!("documents/hausordnung/assets/m{i}.typ"), "");
    }
    assert_snapshot!(site.refused("check hausordnung"), @"
    exit 1
    -- stderr
    Fehler: der Fassung sind 200 Dateien beigefügt; zulässig sind 199
      Nur beifügen, was die Vorlage braucht.
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: the version has 200 assets; 199 are allowed
      Keep only what the template needs.
    ");
    for i in 200..1001 {
        put(&site, &format!("documents/hausordnung/assets/m{i}.typ"), "");
    }
    assert_snapshot!(site.refused("check hausordnung"), @"
    exit 1
    -- stderr
    Fehler: in documents/hausordnung/assets liegen mehr als 1000 Dateien
      Nur beifügen, was die Vorlage braucht.
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: there are more than 1000 files in documents/hausordnung/assets
      Keep only what the template needs.
    ");
    fs::remove_dir_all(site.path("regelwerk/documents/hausordnung/assets")).unwrap();
    for i in 0..4 {
        let path = format!("documents/hausordnung/assets/m{i}.typ");
        put(&site, &path, vec![b' '; 13 << 20]);
    }
    assert_snapshot!(site.refused("check hausordnung"), @"
    exit 1
    -- stderr
    Fehler: die beigefügten Dateien haben zusammen 52 MiB; zulässig sind 48
      Bilder verkleinern (300 Punkte je Zoll genügen für den Druck) und Schriften auf die nötigen Schnitte beschränken.
    ~~ check hausordnung --lang en
    exit 1
    -- stderr
    error: the assets have 52 MiB together; 48 are allowed
      Make images smaller (300 dots an inch are enough for print) and keep only the styles of fonts that are needed.
    ");
}
