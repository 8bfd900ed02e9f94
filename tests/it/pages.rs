//! `attach`: the fragment, a page that is made, and a page of which only the part between the markers
//! changes.

use std::fs;

use insta::assert_snapshot;

use crate::answers::two;
use crate::site::{Site, snapshot};

/// The names of the published files.
fn published(site: &Site) -> String {
    let root = site.path("regelwerk/public");
    let files = snapshot(&root).into_iter().filter(|(p, _)| p.is_file());
    files.map(|(p, _)| p.strip_prefix(&root).unwrap().display().to_string() + "\n").collect()
}

#[test]
fn a_fragment_is_printed_and_nothing_is_written() {
    let site = two();
    let before = snapshot(&site.path(""));
    assert_snapshot!(site.run("attach hausordnung"), @r#"
    exit 0
    <section class="inkraft" lang="de">
      <h2>Hausordnung</h2>
      <p><a href="hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 1</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft)</p>
      <ul>
        <li>In Kraft vom <time datetime="2018-07-25">25. Juli 2018</time> bis <time datetime="2018-12-31">31. Dezember 2018</time></li>
        <li>Stand: <time datetime="2018-07">Juli 2018</time></li>
        <li>Adresse dieser Fassung: <a href="hausordnung/1/hausordnung-v1.pdf">hausordnung/<wbr>1/<wbr>hausordnung-v1.pdf</a></li>
        <li>Adresse der jeweils aktuellen Fassung: <a href="hausordnung/hausordnung.pdf">hausordnung/<wbr>hausordnung.pdf</a></li>
        <li><small>SHA-256: <code>[SHA-256]</code></small></li>
      </ul>
      <h3>Künftige Änderungen</h3>
      <ul>
        <li>
          <p><a href="hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 2</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft)</p>
          <ul>
            <li>In Kraft ab dem <time datetime="2019-01-01">1. Januar 2019</time></li>
            <li>Stand: <time datetime="2018-07">Juli 2018</time></li>
            <li><small>SHA-256: <code>[SHA-256]</code></small></li>
          </ul>
        </li>
      </ul>
      <p><small>Stand dieser Angaben: <time datetime="2018-08-01">1. August 2018</time></small></p>
    </section>
    "#);
    assert_snapshot!(site.run("attach hausordnung --heading 3 --lang en"), @r#"
    exit 0
    <section class="inkraft" lang="en">
      <h3>Hausordnung</h3>
      <p><a href="hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 1</a> (PDF file · [N] KB, accessibility not checked)</p>
      <ul>
        <li>In force from <time datetime="2018-07-25">25 July 2018</time> to <time datetime="2018-12-31">31 December 2018</time></li>
        <li>Text as of <time datetime="2018-07">July 2018</time></li>
        <li>Address of this version: <a href="hausordnung/1/hausordnung-v1.pdf">hausordnung/<wbr>1/<wbr>hausordnung-v1.pdf</a></li>
        <li>Address of the current version at any time: <a href="hausordnung/hausordnung.pdf">hausordnung/<wbr>hausordnung.pdf</a></li>
        <li><small>SHA-256: <code>[SHA-256]</code></small></li>
      </ul>
      <h4>Changes to come</h4>
      <ul>
        <li>
          <p><a href="hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 2</a> (PDF file · [N] KB, accessibility not checked)</p>
          <ul>
            <li>In force from <time datetime="2019-01-01">1 January 2019</time></li>
            <li>Text as of <time datetime="2018-07">July 2018</time></li>
            <li><small>SHA-256: <code>[SHA-256]</code></small></li>
          </ul>
        </li>
      </ul>
      <p><small>This information is as of <time datetime="2018-08-01">1 August 2018</time></small></p>
    </section>
    "#);
    site.assert_unchanged(before, "attach");
}

#[test]
fn a_page_is_made_and_the_pdfs_are_published() {
    let site = two();
    assert_snapshot!(site.run("attach hausordnung --page public/impressum.html --create"), @r#"
    exit 0
    public/impressum.html: hausordnung erneuert, 2 PDFs neu veröffentlicht
    "#);
    assert_snapshot!(published(&site), @r#"
    hausordnung/1/hausordnung-v1.pdf
    hausordnung/2/hausordnung-v2.pdf
    hausordnung/hausordnung.pdf
    impressum.html
    "#);
    let page = fs::read_to_string(site.path("regelwerk/public/impressum.html")).unwrap();
    assert!(page.contains("<!-- inkraft:begin hausordnung -->"), "{page}");
    let before = snapshot(&site.path("regelwerk/public"));
    assert_snapshot!(site.run("attach hausordnung --page public/impressum.html --lang de"), @r#"
    exit 0
    public/impressum.html: hausordnung erneuert, 0 PDFs neu veröffentlicht
    "#);
    assert_eq!(snapshot(&site.path("regelwerk/public")), before);
}

#[test]
fn only_what_stands_between_the_markers_changes() {
    let mut site = two();
    let page = site.path("regelwerk/public/impressum.html");
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    let (head, tail) = (
        b"<title>Impressum \xfc</title>\r\n  <!-- inkraft:begin hausordnung -->".as_slice(),
        b"<!-- inkraft:end hausordnung -->\r\n<p>Ende".as_slice(),
    );
    fs::write(&page, [head, b"\r\n  alt\r\n  ", tail].concat()).unwrap();
    assert_snapshot!(site.both("attach hausordnung --page public/impressum.html"), @r#"
    exit 0
    public/impressum.html: hausordnung erneuert, 2 PDFs neu veröffentlicht
    ~~ attach hausordnung --page public/impressum.html --lang en
    exit 0
    public/impressum.html: hausordnung renewed, 0 PDFs newly published
    "#);
    let first = fs::read(&page).unwrap();
    assert!(first.starts_with(head) && first.ends_with(tail));
    site.at("2019-01-01T00:00:00+01:00");
    assert_snapshot!(site.run("attach hausordnung --page public/impressum.html"), @r#"
    exit 0
    public/impressum.html: hausordnung erneuert, 0 PDFs neu veröffentlicht
    "#);
    let second = fs::read(&page).unwrap();
    assert!(second.starts_with(head) && second.ends_with(tail) && second != first);
}

#[test]
fn a_page_without_markers_is_left_alone() {
    let site = two();
    fs::create_dir_all(site.path("regelwerk/public")).unwrap();
    fs::write(site.path("regelwerk/public/impressum.html"), "<p>Impressum</p>\n").unwrap();
    assert_snapshot!(site.refused("attach hausordnung --page public/impressum.html"), @r#"
    exit 2
    -- stderr
    Fehler: Die Seite enthält keine Markierungen für „hausordnung“
      Diese zwei Zeilen dort in die Seite einfügen, wo die Fassungen stehen sollen:
    <!-- inkraft:begin hausordnung -->
    <!-- inkraft:end hausordnung -->
    ~~ attach hausordnung --page public/impressum.html --lang en
    exit 2
    -- stderr
    error: The page has no markers for “hausordnung”
      Put these two lines into the page where the versions shall stand:
    <!-- inkraft:begin hausordnung -->
    <!-- inkraft:end hausordnung -->
    "#);
}

#[test]
fn a_page_that_is_not_there_is_not_made_unasked() {
    assert_snapshot!(two().refused("attach hausordnung --page public/impressum.html"), @r#"
    exit 2
    -- stderr
    Fehler: die Seite public/impressum.html gibt es nicht
      --create legt sie an.
    ~~ attach hausordnung --page public/impressum.html --lang en
    exit 2
    -- stderr
    error: there is no page public/impressum.html
      --create makes it.
    "#);
}

#[test]
fn a_published_file_is_never_overwritten() {
    let site = two();
    let taken = site.path("regelwerk/public/hausordnung/2/hausordnung-v2.pdf");
    fs::create_dir_all(taken.parent().unwrap()).unwrap();
    fs::write(&taken, "etwas anderes").unwrap();
    assert_snapshot!(site.refused("attach hausordnung --page public/impressum.html --create"), @r#"
    exit 2
    -- stderr
    Fehler: public/hausordnung/2/hausordnung-v2.pdf hat einen anderen Inhalt als die eingetragene Fassung
      Die Datei prüfen und beiseitelegen; eine veröffentlichte Fassung wird nie überschrieben.
    ~~ attach hausordnung --page public/impressum.html --create --lang en
    exit 2
    -- stderr
    error: public/hausordnung/2/hausordnung-v2.pdf has other content than the logged version
      Look at the file and move it away; a published version is never overwritten.
    "#);
}

/// Version 2 waits for its publication: what is awaited comes first, the version that holds until then is linked,
/// and so is the one that is awaited.
#[test]
fn an_awaited_version_is_told_and_linked_and_so_is_the_one_that_holds_until_then() {
    let mut site = two();
    site.signed("effect hausordnung --version 2 --awaits publication --not-before 2018-08-10");
    site.at("2018-08-20T09:00:00+02:00");
    let told = site.run("attach hausordnung --lang de");
    let lines: Vec<&str> = told.lines().filter(|line| !line.contains("SHA-256")).skip(3).collect();
    assert_snapshot!(lines.join("\n"), @r#"
      <p>Fassung 2 tritt in Kraft, sobald sie veröffentlicht ist, frühestens am <time datetime="2018-08-10">10. August 2018</time>. Dass das geschehen ist, ist noch nicht verzeichnet.</p>
      <p>Bis dahin ist in Kraft:</p>
      <p><a href="hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 1</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft)</p>
      <ul>
        <li>In Kraft seit dem <time datetime="2018-07-25">25. Juli 2018</time></li>
        <li>Stand: <time datetime="2018-07">Juli 2018</time></li>
        <li>Adresse dieser Fassung: <a href="hausordnung/1/hausordnung-v1.pdf">hausordnung/<wbr>1/<wbr>hausordnung-v1.pdf</a></li>
        <li>Adresse der jeweils aktuellen Fassung: <a href="hausordnung/hausordnung.pdf">hausordnung/<wbr>hausordnung.pdf</a></li>
      </ul>
      <h3>Künftige Änderungen</h3>
      <ul>
        <li>
          <p><a href="hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 2</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft)</p>
          <ul>
            <li>Tritt frühestens am <time datetime="2018-08-10">10. August 2018</time> in Kraft. Die Veröffentlichung steht noch aus.</li>
            <li>Stand: <time datetime="2018-07">Juli 2018</time></li>
          </ul>
        </li>
      </ul>
      <p><small>Stand dieser Angaben: <time datetime="2018-08-20">20. August 2018</time></small></p>
    </section>
    "#);
    assert_snapshot!(
        site.run("attach hausordnung --page public/impressum.html --create --lang en"),
        @r#"
    exit 0
    public/impressum.html: hausordnung renewed, 2 PDFs newly published
    "#
    );
    assert!(
        published(&site).contains("hausordnung/hausordnung.pdf"),
        "what holds until then is the current one"
    );
}

/// After a repeal the page says so and keeps every version, also the one that never came into force.
#[test]
fn a_repealed_policy_says_so_and_keeps_its_versions() {
    let mut site = two();
    site.signed("repeal hausordnung --last-day 2018-08-31");
    site.at("2018-09-10T09:00:00+02:00");
    let told = site.run("attach hausordnung --lang de");
    let lines: Vec<&str> = told.lines().filter(|line| !line.contains("SHA-256")).skip(3).collect();
    assert_snapshot!(lines.join("\n"), @r#"
      <p>Es ist keine Fassung in Kraft. Das Dokument wurde mit Ablauf des <time datetime="2018-08-31">31. August 2018</time> aufgehoben.</p>
      <h3>Frühere Fassungen</h3>
      <ul>
        <li><a href="hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 2</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft): nie in Kraft getreten</li>
        <li><a href="hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 1</a> (PDF-Datei · [N] KB, Barrierefreiheit nicht geprüft): in Kraft vom <time datetime="2018-07-25">25. Juli 2018</time> bis <time datetime="2018-08-31">31. August 2018</time></li>
      </ul>
      <p><small>Stand dieser Angaben: <time datetime="2018-09-10">10. September 2018</time></small></p>
    </section>
    "#);
}
