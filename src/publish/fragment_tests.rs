//! Snapshots of the fragment for each shape of answer, in both languages, and hostile text.

use insta::assert_snapshot;

use super::super::view::{Heading, Successor};
use super::*;
use crate::base::Sha256;
use crate::format::record::Outcome;

/// A listing with this answer, nothing to come and nothing before.
pub fn listing(lang: Lang, answer: Shown) -> Listing {
    Listing {
        policy: "hausordnung".parse().unwrap(),
        title: lang.pick("Hausordnung", "House rules").into(),
        lang,
        heading: Heading::H2,
        base: "https://www.example.org/recht".parse().unwrap(),
        as_of: "2025-02-01".parse().unwrap(),
        answer,
        disputed: false,
        awaited: Vec::new(),
        upcoming: Vec::new(),
        earlier: Vec::new(),
        review: None,
    }
}

/// Version 2 in force since the beginning of the year.
pub fn one() -> Shown {
    Shown::One(Box::new(InForce { document: document(2), period: period("2025-01-01", ""), for_whom: None }))
}

/// A German version with this number.
pub fn document(version: u32) -> Document {
    Document {
        version,
        label: None,
        title: "Hausordnung".into(),
        language: "de".into(),
        stand: "2024-11".parse().unwrap(),
        pdf: pdf(&version_path(&"hausordnung".parse().unwrap(), version)),
        corrected: None,
        issued_is_public: true,
        also: Vec::new(),
    }
}

/// A PDF at this path.
pub fn pdf(path: &str) -> Pdf {
    let sha256 = Sha256::of(path.as_bytes());
    Pdf { path: path.into(), size: 122_880, sha256, accessibility: Accessibility::NotChecked, withheld: None }
}

/// A period; the end may be empty.
pub fn period(from: &str, until: &str) -> Period {
    Period { from: from.parse().unwrap(), until: until.parse().ok() }
}

/// A beginning that waits for publication.
pub fn open(not_after: &str) -> Open {
    let not_before = "2025-01-15".parse().unwrap();
    Open { not_before, not_after: not_after.parse().ok(), awaits: Awaits::Publication }
}

/// The lines of the fragment between the heading and the line about the day.
fn body(listing: &Listing) -> String {
    let text = fragment(listing);
    let lines: Vec<&str> = text.lines().collect();
    lines[2..lines.len() - 2].join("\n")
}

#[test]
fn one_version_is_shown_with_all_that_belongs_to_it() {
    let mut german = listing(Lang::De, one());
    german.upcoming = vec![Upcoming::Version {
        document: Box::new(document(3)),
        begins: From::Day("2025-07-01".parse().unwrap()),
        until: None,
        for_whom: None,
    }];
    german.earlier = vec![Earlier {
        document: document(1),
        periods: vec![period("2018-08-01", "2025-01-01")],
        for_whom: None,
        withdrawn: None,
    }];
    assert_snapshot!(fragment(&german), @r#"
    <section class="inkraft" lang="de">
      <h2>Hausordnung</h2>
      <p><a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 2</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft)</p>
      <ul>
        <li>In Kraft seit dem <time datetime="2025-01-01">1. Januar 2025</time></li>
        <li>Stand: <time datetime="2024-11">November 2024</time></li>
        <li>Adresse dieser Fassung: <a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>2/<wbr>hausordnung-v2.pdf</a></li>
        <li>Adresse der jeweils aktuellen Fassung: <a href="https://www.example.org/recht/hausordnung/hausordnung.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>hausordnung.pdf</a></li>
        <li><small>SHA-256: <code>07233102ce3197c8<wbr>cbf99155a91f00d8<wbr>e01d4dce02a4068c<wbr>09975b63ae9db5aa</code></small></li>
      </ul>
      <h3>Künftige Änderungen</h3>
      <ul>
        <li>
          <p><a href="https://www.example.org/recht/hausordnung/3/hausordnung-v3.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 3</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft)</p>
          <ul>
            <li>In Kraft ab dem <time datetime="2025-07-01">1. Juli 2025</time></li>
            <li>Stand: <time datetime="2024-11">November 2024</time></li>
            <li><small>SHA-256: <code>dc4de2c8356ff34a<wbr>0074f487524ace55<wbr>416f65e5a2b1b1b7<wbr>bd65cc5913ef8199</code></small></li>
          </ul>
        </li>
      </ul>
      <h3>Frühere Fassungen</h3>
      <ul>
        <li><a href="https://www.example.org/recht/hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 1</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft): in Kraft vom <time datetime="2018-08-01">1. August 2018</time> bis <time datetime="2024-12-31">31. Dezember 2024</time></li>
      </ul>
      <p><small>Stand dieser Angaben: <time datetime="2025-02-01">1. Februar 2025</time></small></p>
    </section>
    "#);
    let mut english = Listing { title: "House rules".into(), lang: Lang::En, ..german };
    english.heading = Heading::H4;
    assert_snapshot!(fragment(&english), @r#"
    <section class="inkraft" lang="en">
      <h4>House rules</h4>
      <p><a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 2</a> (PDF file · 120 KB, accessibility not checked)</p>
      <ul>
        <li>In force since <time datetime="2025-01-01">1 January 2025</time></li>
        <li>Text as of <time datetime="2024-11">November 2024</time></li>
        <li>Address of this version: <a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>2/<wbr>hausordnung-v2.pdf</a></li>
        <li>Address of the current version at any time: <a href="https://www.example.org/recht/hausordnung/hausordnung.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>hausordnung.pdf</a></li>
        <li><small>SHA-256: <code>07233102ce3197c8<wbr>cbf99155a91f00d8<wbr>e01d4dce02a4068c<wbr>09975b63ae9db5aa</code></small></li>
      </ul>
      <h5>Changes to come</h5>
      <ul>
        <li>
          <p><a href="https://www.example.org/recht/hausordnung/3/hausordnung-v3.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 3</a> (PDF file · 120 KB, accessibility not checked)</p>
          <ul>
            <li>In force from <time datetime="2025-07-01">1 July 2025</time></li>
            <li>Text as of <time datetime="2024-11">November 2024</time></li>
            <li><small>SHA-256: <code>dc4de2c8356ff34a<wbr>0074f487524ace55<wbr>416f65e5a2b1b1b7<wbr>bd65cc5913ef8199</code></small></li>
          </ul>
        </li>
      </ul>
      <h5>Earlier versions</h5>
      <ul>
        <li><a href="https://www.example.org/recht/hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 1</a> (PDF file · 120 KB, accessibility not checked): in force from <time datetime="2018-08-01">1 August 2018</time> to <time datetime="2024-12-31">31 December 2024</time></li>
      </ul>
      <p><small>This information is as of <time datetime="2025-02-01">1 February 2025</time></small></p>
    </section>
    "#);
}

#[test]
fn several_versions_stand_side_by_side_without_a_common_address() {
    let whom = |n, text: Option<&str>| InForce {
        document: document(n),
        period: period("2025-01-01", "2026-01-01"),
        for_whom: text.map(Into::into),
    };
    let both = || Shown::Several(vec![whom(2, Some("Verträge ab 2025")), whom(1, None)]);
    assert_snapshot!(body(&listing(Lang::De, both())), @r#"
    <p>Nebeneinander in Kraft sind:</p>
    <h3>Für: Verträge ab 2025</h3>
    <p><a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 2</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft)</p>
    <ul>
      <li>In Kraft vom <time datetime="2025-01-01">1. Januar 2025</time> bis <time datetime="2025-12-31">31. Dezember 2025</time></li>
      <li>Stand: <time datetime="2024-11">November 2024</time></li>
      <li>Adresse dieser Fassung: <a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>2/<wbr>hausordnung-v2.pdf</a></li>
      <li><small>SHA-256: <code>07233102ce3197c8<wbr>cbf99155a91f00d8<wbr>e01d4dce02a4068c<wbr>09975b63ae9db5aa</code></small></li>
    </ul>
    <h3>Fassung 1</h3>
    <p><a href="https://www.example.org/recht/hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 1</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft)</p>
    <ul>
      <li>In Kraft vom <time datetime="2025-01-01">1. Januar 2025</time> bis <time datetime="2025-12-31">31. Dezember 2025</time></li>
      <li>Stand: <time datetime="2024-11">November 2024</time></li>
      <li>Adresse dieser Fassung: <a href="https://www.example.org/recht/hausordnung/1/hausordnung-v1.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>1/<wbr>hausordnung-v1.pdf</a></li>
      <li><small>SHA-256: <code>c64be2b3286a5b47<wbr>65f45e96723c0629<wbr>9db429125a83243b<wbr>0e0d0d6c29387154</code></small></li>
    </ul>
    "#);
    assert_snapshot!(body(&listing(Lang::En, both())), @r#"
    <p>In force side by side:</p>
    <h3>For: Verträge ab 2025</h3>
    <p><a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 2</a> (PDF file · 120 KB, accessibility not checked)</p>
    <ul>
      <li>In force from <time datetime="2025-01-01">1 January 2025</time> to <time datetime="2025-12-31">31 December 2025</time></li>
      <li>Text as of <time datetime="2024-11">November 2024</time></li>
      <li>Address of this version: <a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>2/<wbr>hausordnung-v2.pdf</a></li>
      <li><small>SHA-256: <code>07233102ce3197c8<wbr>cbf99155a91f00d8<wbr>e01d4dce02a4068c<wbr>09975b63ae9db5aa</code></small></li>
    </ul>
    <h3>Version 1</h3>
    <p><a href="https://www.example.org/recht/hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 1</a> (PDF file · 120 KB, accessibility not checked)</p>
    <ul>
      <li>In force from <time datetime="2025-01-01">1 January 2025</time> to <time datetime="2025-12-31">31 December 2025</time></li>
      <li>Text as of <time datetime="2024-11">November 2024</time></li>
      <li>Address of this version: <a href="https://www.example.org/recht/hausordnung/1/hausordnung-v1.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>1/<wbr>hausordnung-v1.pdf</a></li>
      <li><small>SHA-256: <code>c64be2b3286a5b47<wbr>65f45e96723c0629<wbr>9db429125a83243b<wbr>0e0d0d6c29387154</code></small></li>
    </ul>
    "#);
}

#[test]
fn nothing_in_force_is_said_with_its_reason() {
    let since = "2025-01-01".parse().unwrap();
    let next = Successor { policy: "besuchsordnung".parse().unwrap(), title: "Besuchsordnung".into() };
    let whys = [
        Why::NoRecord,
        Why::Withdrawn,
        Why::NotYet,
        Why::Expired { since },
        Why::Repealed { since, successors: Vec::new() },
        Why::Repealed { since, successors: vec![next] },
    ];
    let all = |lang| {
        let bodies: Vec<String> = whys.iter().map(|w| body(&listing(lang, Shown::None(w.clone())))).collect();
        bodies.join("\n")
    };
    assert_snapshot!(all(Lang::De), @r#"
    <p>Es ist keine Fassung verzeichnet.</p>
    <p>Es ist keine Fassung in Kraft. Alle Fassungen wurden zurückgenommen.</p>
    <p>Es ist noch keine Fassung in Kraft getreten.</p>
    <p>Es ist keine Fassung in Kraft. Die letzte trat durch Fristablauf mit Ablauf des <time datetime="2024-12-31">31. Dezember 2024</time> außer Kraft.</p>
    <p>Es ist keine Fassung in Kraft. Das Dokument wurde mit Ablauf des <time datetime="2024-12-31">31. Dezember 2024</time> aufgehoben.</p>
    <p>Es ist keine Fassung in Kraft. Das Dokument wurde mit Ablauf des <time datetime="2024-12-31">31. Dezember 2024</time> aufgehoben.</p>
    <p>An seine Stelle tritt:</p>
    <ul>
      <li><a href="https://www.example.org/recht/besuchsordnung/besuchsordnung.pdf" type="application/pdf">Besuchsordnung</a></li>
    </ul>
    "#);
    assert_snapshot!(all(Lang::En), @r#"
    <p>No version is on record.</p>
    <p>No version is in force. All versions were withdrawn.</p>
    <p>No version has come into force yet.</p>
    <p>No version is in force. The term of the last one ended; its last day in force was <time datetime="2024-12-31">31 December 2024</time>.</p>
    <p>No version is in force. The document was repealed as of the end of <time datetime="2024-12-31">31 December 2024</time>.</p>
    <p>No version is in force. The document was repealed as of the end of <time datetime="2024-12-31">31 December 2024</time>.</p>
    <p>It is succeeded by:</p>
    <ul>
      <li><a href="https://www.example.org/recht/besuchsordnung/besuchsordnung.pdf" type="application/pdf">Besuchsordnung</a></li>
    </ul>
    "#);
}

#[test]
fn an_open_question_comes_first_and_then_what_is_in_force_otherwise() {
    for (lang, answer) in [
        (Lang::De, one()),
        (Lang::En, Shown::None(Why::NotYet)),
        (Lang::De, Shown::Several(Vec::new())),
        (Lang::En, Shown::Several(Vec::new())),
    ] {
        let mut listing = listing(lang, answer);
        listing.awaited = [Awaits::Publication, Awaits::Approval, Awaits::Signature, Awaits::Day]
            .into_iter()
            .zip([Some(3), None, Some(4), None])
            .map(|(awaits, version)| Awaited { version, open: Open { awaits, ..open("") } })
            .collect();
        let lines: Vec<String> = body(&listing).lines().take(5).map(Into::into).collect();
        let lines = lines.join("\n");
        match (lang, &listing.answer) {
            (Lang::De, Shown::One(_)) => assert_snapshot!(lines, @r#"
            <p>Fassung 3 tritt in Kraft, sobald sie veröffentlicht ist, frühestens am <time datetime="2025-01-15">15. Januar 2025</time>. Dass das geschehen ist, ist noch nicht verzeichnet.</p>
            <p>Die Aufhebung wird wirksam, sobald sie genehmigt ist, frühestens am <time datetime="2025-01-15">15. Januar 2025</time>. Dass das geschehen ist, ist noch nicht verzeichnet.</p>
            <p>Fassung 4 tritt in Kraft, sobald sie unterzeichnet ist, frühestens am <time datetime="2025-01-15">15. Januar 2025</time>. Dass das geschehen ist, ist noch nicht verzeichnet.</p>
            <p>Die Aufhebung wird wirksam, frühestens am <time datetime="2025-01-15">15. Januar 2025</time>; der Tag steht noch nicht fest.</p>
            <p>Bis dahin ist in Kraft:</p>
            "#),
            (Lang::En, Shown::None(_)) => assert_snapshot!(lines, @r#"
            <p>Version 3 comes into force once it is published, on <time datetime="2025-01-15">15 January 2025</time> at the earliest. That this has happened is not on record yet.</p>
            <p>The repeal takes effect once it is approved, on <time datetime="2025-01-15">15 January 2025</time> at the earliest. That this has happened is not on record yet.</p>
            <p>Version 4 comes into force once it is signed, on <time datetime="2025-01-15">15 January 2025</time> at the earliest. That this has happened is not on record yet.</p>
            <p>The repeal takes effect, on <time datetime="2025-01-15">15 January 2025</time> at the earliest; the day is not settled yet.</p>
            <p>Until then: No version has come into force yet.</p>
            "#),
            (Lang::De, _) => assert!(lines.ends_with("<p>Bis dahin sind nebeneinander in Kraft:</p>")),
            (Lang::En, _) => assert!(lines.ends_with("<p>Until then in force side by side:</p>")),
        }
    }
}

#[test]
fn changes_to_come_and_versions_before_are_told_in_every_shape() {
    let mut l = listing(Lang::De, Shown::None(Why::NoRecord));
    let version = |begins, until: &str| Upcoming::Version {
        document: Box::new(document(3)),
        begins,
        until: until.parse().ok(),
        for_whom: Some("Gäste".into()),
    };
    let day = "2025-07-01".parse().unwrap();
    l.upcoming = vec![
        version(From::Day(day), "2026-01-01"),
        version(From::Open(open("2025-09-01")), "2026-01-01"),
        Upcoming::Repeal { begins: From::Day(day) },
        Upcoming::Repeal { begins: From::Open(open("")) },
    ];
    let before = |n, periods: &[Period], withdrawn: bool| Earlier {
        document: document(n),
        periods: periods.to_vec(),
        for_whom: withdrawn.then(|| "Gäste".to_owned()),
        withdrawn: withdrawn.then_some(Withdrawn::Withdrawn),
    };
    let p =
        [period("2018-01-01", "2019-01-01"), period("2020-01-01", "2021-01-01"), period("2022-01-01", "")];
    l.earlier = vec![before(1, &p, false), before(2, &p[..2], true), before(4, &[], false)];
    l.earlier[0].document.corrected = "2019-03-01".parse().ok();
    assert_snapshot!(body(&l), @r#"
    <p>Es ist keine Fassung verzeichnet.</p>
    <h3>Künftige Änderungen</h3>
    <ul>
      <li>
        <p><a href="https://www.example.org/recht/hausordnung/3/hausordnung-v3.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 3</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft)</p>
        <ul>
          <li>In Kraft vom <time datetime="2025-07-01">1. Juli 2025</time> bis <time datetime="2025-12-31">31. Dezember 2025</time></li>
          <li>Für: Gäste</li>
          <li>Stand: <time datetime="2024-11">November 2024</time></li>
          <li><small>SHA-256: <code>dc4de2c8356ff34a<wbr>0074f487524ace55<wbr>416f65e5a2b1b1b7<wbr>bd65cc5913ef8199</code></small></li>
        </ul>
      </li>
      <li>
        <p><a href="https://www.example.org/recht/hausordnung/3/hausordnung-v3.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 3</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft)</p>
        <ul>
          <li>Tritt frühestens am <time datetime="2025-01-15">15. Januar 2025</time> und spätestens am <time datetime="2025-09-01">1. September 2025</time> in Kraft (bis <time datetime="2025-12-31">31. Dezember 2025</time>). Die Veröffentlichung steht noch aus.</li>
          <li>Für: Gäste</li>
          <li>Stand: <time datetime="2024-11">November 2024</time></li>
          <li><small>SHA-256: <code>dc4de2c8356ff34a<wbr>0074f487524ace55<wbr>416f65e5a2b1b1b7<wbr>bd65cc5913ef8199</code></small></li>
        </ul>
      </li>
      <li>Aufhebung: Das Dokument tritt mit Ablauf des <time datetime="2025-06-30">30. Juni 2025</time> außer Kraft.</li>
      <li>Aufhebung: Sie wird frühestens am <time datetime="2025-01-15">15. Januar 2025</time> wirksam. Die Veröffentlichung steht noch aus.</li>
    </ul>
    <h3>Frühere Fassungen</h3>
    <ul>
      <li><a href="https://www.example.org/recht/hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 1</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft): in Kraft vom <time datetime="2018-01-01">1. Januar 2018</time> bis <time datetime="2018-12-31">31. Dezember 2018</time>, vom <time datetime="2020-01-01">1. Januar 2020</time> bis <time datetime="2020-12-31">31. Dezember 2020</time> und seit dem <time datetime="2022-01-01">1. Januar 2022</time>; berichtigt am <time datetime="2019-03-01">1. März 2019</time></li>
      <li><a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 2</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft): in Kraft vom <time datetime="2018-01-01">1. Januar 2018</time> bis <time datetime="2018-12-31">31. Dezember 2018</time> und vom <time datetime="2020-01-01">1. Januar 2020</time> bis <time datetime="2020-12-31">31. Dezember 2020</time>, zurückgenommen, für: Gäste</li>
      <li><a href="https://www.example.org/recht/hausordnung/4/hausordnung-v4.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 4</a> (PDF-Datei · 120 KB, Barrierefreiheit nicht geprüft): nie in Kraft getreten</li>
    </ul>
    "#);
    l.lang = Lang::En;
    assert_snapshot!(body(&l), @r#"
    <p>No version is on record.</p>
    <h3>Changes to come</h3>
    <ul>
      <li>
        <p><a href="https://www.example.org/recht/hausordnung/3/hausordnung-v3.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 3</a> (PDF file · 120 KB, accessibility not checked)</p>
        <ul>
          <li>In force from <time datetime="2025-07-01">1 July 2025</time> to <time datetime="2025-12-31">31 December 2025</time></li>
          <li>For: Gäste</li>
          <li>Text as of <time datetime="2024-11">November 2024</time></li>
          <li><small>SHA-256: <code>dc4de2c8356ff34a<wbr>0074f487524ace55<wbr>416f65e5a2b1b1b7<wbr>bd65cc5913ef8199</code></small></li>
        </ul>
      </li>
      <li>
        <p><a href="https://www.example.org/recht/hausordnung/3/hausordnung-v3.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 3</a> (PDF file · 120 KB, accessibility not checked)</p>
        <ul>
          <li>Comes into force between <time datetime="2025-01-15">15 January 2025</time> and <time datetime="2025-09-01">1 September 2025</time> (until <time datetime="2025-12-31">31 December 2025</time>); publication is awaited.</li>
          <li>For: Gäste</li>
          <li>Text as of <time datetime="2024-11">November 2024</time></li>
          <li><small>SHA-256: <code>dc4de2c8356ff34a<wbr>0074f487524ace55<wbr>416f65e5a2b1b1b7<wbr>bd65cc5913ef8199</code></small></li>
        </ul>
      </li>
      <li>Repeal: the last day in force of this document is <time datetime="2025-06-30">30 June 2025</time>.</li>
      <li>Repeal: it takes effect on <time datetime="2025-01-15">15 January 2025</time> at the earliest; publication is awaited.</li>
    </ul>
    <h3>Earlier versions</h3>
    <ul>
      <li><a href="https://www.example.org/recht/hausordnung/1/hausordnung-v1.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 1</a> (PDF file · 120 KB, accessibility not checked): in force from <time datetime="2018-01-01">1 January 2018</time> to <time datetime="2018-12-31">31 December 2018</time>, from <time datetime="2020-01-01">1 January 2020</time> to <time datetime="2020-12-31">31 December 2020</time> and since <time datetime="2022-01-01">1 January 2022</time>; corrected on <time datetime="2019-03-01">1 March 2019</time></li>
      <li><a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 2</a> (PDF file · 120 KB, accessibility not checked): in force from <time datetime="2018-01-01">1 January 2018</time> to <time datetime="2018-12-31">31 December 2018</time> and from <time datetime="2020-01-01">1 January 2020</time> to <time datetime="2020-12-31">31 December 2020</time>, withdrawn, for: Gäste</li>
      <li><a href="https://www.example.org/recht/hausordnung/4/hausordnung-v4.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 4</a> (PDF file · 120 KB, accessibility not checked): never in force</li>
    </ul>
    "#);
}

#[test]
fn other_files_of_a_version_are_offered() {
    let all = [
        Purpose::Translation,
        Purpose::Accessible,
        Purpose::Consolidated,
        Purpose::Reissue,
        Purpose::Correction,
    ];
    let mut doc = document(2);
    doc.corrected = "2025-01-20".parse().ok();
    doc.label = Some("2024/3".into());
    doc.pdf = pdf("hausordnung/2/renditions/7/hausordnung-v2.pdf");
    doc.pdf.accessibility = Accessibility::NotAccessible;
    doc.also = all
        .into_iter()
        .map(|purpose| {
            let mut pdf = pdf("hausordnung/2/renditions/8/x.pdf");
            pdf.accessibility = Accessibility::Asserted;
            let title = (purpose != Purpose::Accessible).then(|| "House <rules>".into());
            Also { purpose, language: "en-GB".into(), title, pdf }
        })
        .collect();
    let shown = || {
        let (document, period) = (doc.clone(), period("2025-01-01", ""));
        Shown::One(Box::new(InForce { document, period, for_whom: Some("Gäste".into()) }))
    };
    assert_snapshot!(body(&listing(Lang::De, shown())), @r#"
    <p><a href="https://www.example.org/recht/hausordnung/2/renditions/7/hausordnung-v2.pdf" hreflang="de" type="application/pdf">Hausordnung, Fassung 2 („2024/3“)</a> (PDF-Datei · 120 KB, nicht barrierefrei)</p>
    <ul>
      <li>In Kraft seit dem <time datetime="2025-01-01">1. Januar 2025</time></li>
      <li>Für: Gäste</li>
      <li>Stand: <time datetime="2024-11">November 2024</time></li>
      <li>Berichtigte Ausgabe, verzeichnet am <time datetime="2025-01-20">20. Januar 2025</time> (<a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf">ursprüngliche Ausgabe</a>)</li>
      <li>Übersetzung (Englisch, en-GB): <a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" lang="en-GB" type="application/pdf">House &lt;rules&gt;</a> (PDF-Datei · 120 KB, barrierefrei)</li>
      <li><a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" type="application/pdf">Barrierearme Ausgabe (Englisch, en-GB)</a> (PDF-Datei · 120 KB, barrierefrei)</li>
      <li><a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" type="application/pdf">Lesefassung (Englisch, en-GB)</a> (PDF-Datei · 120 KB, barrierefrei)</li>
      <li><a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" type="application/pdf">Neu erstellte Ausgabe (Englisch, en-GB)</a> (PDF-Datei · 120 KB, barrierefrei)</li>
      <li><a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" type="application/pdf">Berichtigte Ausgabe (Englisch, en-GB)</a> (PDF-Datei · 120 KB, barrierefrei)</li>
      <li>Adresse dieser Fassung: <a href="https://www.example.org/recht/hausordnung/2/renditions/7/hausordnung-v2.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>2/<wbr>renditions/<wbr>7/<wbr>hausordnung-v2.pdf</a></li>
      <li>Adresse der jeweils aktuellen Fassung: <a href="https://www.example.org/recht/hausordnung/hausordnung.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>hausordnung.pdf</a></li>
      <li><small>SHA-256: <code>b1de552d7e07faaf<wbr>07b84eb398b41f24<wbr>36933e8ec25fc9fc<wbr>032d2f1dcb89f9e7</code></small></li>
    </ul>
    "#);
    assert_snapshot!(body(&listing(Lang::En, shown())), @r#"
    <p><a href="https://www.example.org/recht/hausordnung/2/renditions/7/hausordnung-v2.pdf" hreflang="de" type="application/pdf"><span lang="de">Hausordnung</span>, version 2 (“2024/3”)</a> (PDF file · 120 KB, not accessible)</p>
    <ul>
      <li>In force since <time datetime="2025-01-01">1 January 2025</time></li>
      <li>For: Gäste</li>
      <li>Text as of <time datetime="2024-11">November 2024</time></li>
      <li>Corrected edition, recorded on <time datetime="2025-01-20">20 January 2025</time> (<a href="https://www.example.org/recht/hausordnung/2/hausordnung-v2.pdf">edition as issued</a>)</li>
      <li>Translation (English, en-GB): <a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" lang="en-GB" type="application/pdf">House &lt;rules&gt;</a> (PDF file · 120 KB, accessible)</li>
      <li><a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" type="application/pdf">Accessible edition (English, en-GB)</a> (PDF file · 120 KB, accessible)</li>
      <li><a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" type="application/pdf">Consolidated text (English, en-GB)</a> (PDF file · 120 KB, accessible)</li>
      <li><a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" type="application/pdf">Renewed copy (English, en-GB)</a> (PDF file · 120 KB, accessible)</li>
      <li><a href="https://www.example.org/recht/hausordnung/2/renditions/8/x.pdf" hreflang="en-GB" type="application/pdf">Corrected edition (English, en-GB)</a> (PDF file · 120 KB, accessible)</li>
      <li>Address of this version: <a href="https://www.example.org/recht/hausordnung/2/renditions/7/hausordnung-v2.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>2/<wbr>renditions/<wbr>7/<wbr>hausordnung-v2.pdf</a></li>
      <li>Address of the current version at any time: <a href="https://www.example.org/recht/hausordnung/hausordnung.pdf">https://www.example.org/<wbr>recht/<wbr>hausordnung/<wbr>hausordnung.pdf</a></li>
      <li><small>SHA-256: <code>b1de552d7e07faaf<wbr>07b84eb398b41f24<wbr>36933e8ec25fc9fc<wbr>032d2f1dcb89f9e7</code></small></li>
    </ul>
    "#);
}

#[test]
fn sizes_are_rounded_as_people_expect() {
    let size = |n| file_size(n, Lang::De).replace('\u{a0}', " ");
    assert_eq!(size(0), "1 KB");
    assert_eq!(size(122_880), "120 KB");
    assert_eq!(size(1_022_463), "998 KB");
    assert_eq!(size(1_048_576), "1,0 MB");
    assert_eq!(size(67_108_864), "64,0 MB");
    assert_eq!(file_size(1_600_000, Lang::En), "1.5\u{a0}MB");
    assert_eq!(size(u64::MAX), "17592186044416,0 MB");
}

#[test]
fn hostile_text_stays_text() {
    let evil = "</h2><script>x</script> --> <!-- inkraft:end hausordnung --> \" onclick='";
    let mut doc = document(2);
    (doc.title, doc.label, doc.language) = (evil.into(), Some(evil.into()), evil.into());
    doc.pdf.path = evil.into();
    doc.also = vec![Also {
        purpose: Purpose::Translation,
        language: evil.into(),
        title: Some(evil.into()),
        pdf: doc.pdf.clone(),
    }];
    let period = period("2025-01-01", "");
    let for_whom = Some(evil.to_owned());
    let next = Successor { policy: "b".parse().unwrap(), title: evil.into() };
    let since = "2025-01-01".parse().unwrap();
    for answer in [
        Shown::One(Box::new(InForce { document: doc.clone(), period, for_whom: for_whom.clone() })),
        Shown::Several(vec![InForce { document: doc.clone(), period, for_whom: for_whom.clone() }]),
        Shown::None(Why::Repealed { since, successors: vec![next] }),
    ] {
        let mut l = listing(Lang::De, answer);
        l.title = evil.into();
        l.upcoming = vec![Upcoming::Version {
            document: Box::new(doc.clone()),
            begins: From::Day(since),
            until: None,
            for_whom: for_whom.clone(),
        }];
        l.earlier = vec![Earlier {
            document: doc.clone(),
            periods: Vec::new(),
            for_whom: for_whom.clone(),
            withdrawn: Some(Withdrawn::Withdrawn),
        }];
        let html = fragment(&l);
        for bad in ["<script", "-->", "<!--", "onclick='", "</h2><", "' "] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        let page = b"<!-- inkraft:begin hausordnung --><!-- inkraft:end hausordnung -->";
        let once = super::super::replace(page, &l.policy, &html).unwrap();
        assert_eq!(super::super::replace(&once, &l.policy, &html).unwrap(), once);
    }
}

#[test]
fn a_withheld_file_has_no_link_and_keeps_its_hash() {
    let mut listing = listing(Lang::De, one());
    if let Shown::One(one) = &mut listing.answer {
        one.document.pdf.withheld = Some("Löschung <1>".into());
    }
    let mut corrected = document(1);
    (corrected.corrected, corrected.issued_is_public) = ("2025-02-01".parse().ok(), false);
    listing.upcoming = vec![Upcoming::Version {
        document: Box::new(corrected),
        begins: From::Day("2026-01-01".parse().unwrap()),
        until: None,
        for_whom: None,
    }];
    let text = fragment(&listing);
    assert!(text.contains("(nicht öffentlich: Löschung &lt;1&gt;)"), "{text}");
    assert!(!text.contains("hausordnung-v2.pdf") && !text.contains("jeweils aktuellen"), "{text}");
    assert_eq!(text.matches("SHA-256").count(), 2, "{text}");
    assert!(text.contains("Berichtigte Ausgabe (die ursprüngliche ist nicht öffentlich)"), "{text}");
}

#[test]
fn the_last_evaluation_is_told_and_the_next_only_where_something_is_in_force() {
    let decision = |channel: Option<&str>, outcome| Decision { channel: channel.map(Into::into), outcome };
    let review = LastReview {
        span: ("2024-07-01".parse().unwrap(), "2024-12-31".parse().unwrap()),
        decisions: vec![decision(Some("a<b"), Outcome::Keep), decision(None, Outcome::Deferred)],
        next_due: "2025-07-01".parse().unwrap(),
        published: Some("https://www.example.org/evaluierung?a=1&b=2".into()),
    };
    let mut listing = listing(Lang::De, one());
    listing.review = Some(review);
    let text = fragment(&listing);
    assert!(text.contains("a&lt;b: unverändert fortführen; zurückgestellt."), "{text}");
    assert!(text.contains("<a href=\"https://www.example.org/evaluierung?a=1&amp;b=2\">"), "{text}");
    assert!(text.contains(" Die nächste ist am <time datetime=\"2025-07-01\">"), "{text}");
    listing.answer = Shown::None(Why::Withdrawn);
    assert!(!fragment(&listing).contains("Die nächste ist"));
}
