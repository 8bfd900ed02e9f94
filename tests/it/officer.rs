//! The officer's way from an empty folder to versions in force, as whole transcripts of the real program
//! in both languages.

use std::fs;

use insta::assert_snapshot;

use crate::site::{ORIGIN, PASSPHRASE, Site, snapshot};

/// What an officer types in an empty folder.
fn init() -> String {
    format!(
        "init regelwerk --publisher Musterkammer --origin {ORIGIN} --officer 'Erika Muster' \
         --function Hauptgeschäftsführerin --passphrase-file passphrase"
    )
}

/// The names of all files below the workspace.
fn names(site: &Site) -> String {
    let root = site.path("regelwerk");
    let files = snapshot(&root).into_iter().filter(|(p, _)| p.is_file());
    let names = files.map(|(p, _)| p.strip_prefix(&root).unwrap().display().to_string() + "\n");
    names.collect()
}

fn begin(mut site: Site) -> (String, String) {
    fs::write(site.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
    crate::site::restrict(&site.path("passphrase"), 0o600);
    let mut told = site.run(&init());
    told += &site.story(&[
        "new hausordnung --title 'Hausordnung der Kammer'",
        "check hausordnung",
        "preview hausordnung",
        "verify",
    ]);
    (told, names(&site))
}

#[test]
fn a_workspace_is_begun_in_german() {
    let (told, names) = begin(Site::empty());
    assert_snapshot!(told, @r#"
    exit 0
    Arbeitsordner angelegt: regelwerk
      archive/       Register mit der Gründungsregelung
      keys/          öffentliche Schlüssel, Zertifikat für PDF-Signaturen, Vertrauensanker (keys/anchor)
      keys/private/  private Schlüssel, verschlüsselt; nie veröffentlichen
      documents/     Entwürfe
    PDF werden signiert mit dem Zertifikat von Erika Muster, Fingerabdruck
      [FINGERPRINT]
    Jetzt: keys/private/recovery-1-1.key und recovery-2-1.key auf zwei Datenträger legen und hier löschen.
    Unterschreiben wird erika-muster. Weiter mit `inkraft new ID`.
    $ new hausordnung --title 'Hausordnung der Kammer'
    exit 0
    Entwurf angelegt: documents/hausordnung/policy.toml
    $ check hausordnung
    exit 0
    „Hausordnung der Kammer“ ist in Ordnung: 1 Abschnitt, als PDF [N] kB.
    $ preview hausordnung
    exit 0
    Entwurf gesetzt: documents/hausordnung/hausordnung-entwurf.pdf
    $ verify
    exit 0
    Archiv     muster.example/regelwerk
    Register   1 Eintrag, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     0 Regelungen, 0 Fassungen, 0 Dateien ([N] kB) geprüft
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    "#);
    assert_snapshot!(names, @r#"
    archive/checkpoint
    archive/checkpoints/1
    archive/heads/1
    archive/tile/0/000.p/1
    archive/tile/entries/000.p/1
    documents/.gitkeep
    documents/hausordnung/hausordnung-entwurf.pdf
    documents/hausordnung/policy.toml
    inkraft.toml
    keys/anchor
    keys/archive.pub
    keys/erika-muster-1.pub
    keys/erika-muster-seal-1.crt
    keys/private/.gitignore
    keys/private/archive.key
    keys/private/erika-muster-1.key
    keys/private/erika-muster-seal-1.key
    keys/private/recovery-1-1.key
    keys/private/recovery-2-1.key
    keys/recovery-1-1.pub
    keys/recovery-2-1.pub
    "#);
}

#[test]
fn a_workspace_is_begun_in_english() {
    let (told, names) = begin(Site::empty().english());
    assert_snapshot!(told, @r#"
    exit 0
    Workspace made: regelwerk
      archive/       log with the founding charter
      keys/          public keys, certificate for PDF signatures, trust anchor (keys/anchor)
      keys/private/  private keys, encrypted; never publish
      documents/     drafts
    PDFs are signed with the certificate of Erika Muster, fingerprint
      [FINGERPRINT]
    Now: move keys/private/recovery-1-1.key and recovery-2-1.key to two separate media and delete them here.
    erika-muster will sign. Go on with `inkraft new ID`.
    $ new hausordnung --title 'Hausordnung der Kammer'
    exit 0
    Draft made: documents/hausordnung/policy.toml
    $ check hausordnung
    exit 0
    "Hausordnung der Kammer" is in order: 1 section, [N] kB as a PDF.
    $ preview hausordnung
    exit 0
    Draft typeset: documents/hausordnung/hausordnung-draft.pdf
    $ verify
    exit 0
    Archive  muster.example/regelwerk
    Log      1 entry, the last of 2018-07-02, 10:00
    Root     [SHA-256]
    Trust    the founding charter is the trust anchor's (keys/anchor, found beside the archive)
    Earlier  continues the state last seen here
    Content  0 policies, 0 versions, 0 files ([N] kB) checked
    Result: the archive is intact; all signatures are cryptographically valid.
    "#);
    assert_snapshot!(names, @r#"
    archive/checkpoint
    archive/checkpoints/1
    archive/heads/1
    archive/tile/0/000.p/1
    archive/tile/entries/000.p/1
    documents/.gitkeep
    documents/hausordnung/hausordnung-draft.pdf
    documents/hausordnung/policy.toml
    inkraft.toml
    keys/anchor
    keys/archive.pub
    keys/erika-muster-1.pub
    keys/erika-muster-seal-1.crt
    keys/private/.gitignore
    keys/private/archive.key
    keys/private/erika-muster-1.key
    keys/private/erika-muster-seal-1.key
    keys/private/recovery-1-1.key
    keys/private/recovery-2-1.key
    keys/recovery-1-1.pub
    keys/recovery-2-1.pub
    "#);
}

/// Two versions, the second ending the first.
const TWO: [&str; 8] = [
    "draft hausordnung Hausordnung 2018-07-25",
    "sign hausordnung",
    "at 2018-08-01T09:00:00+02:00",
    "verify",
    "draft hausordnung Hausordnung 2019-01-01",
    "sign hausordnung",
    "in-force hausordnung",
    "history hausordnung",
];

#[test]
fn two_versions_are_signed_in_german() {
    assert_snapshot!(Site::new().story(&TWO), @"
    $ draft hausordnung Hausordnung 2018-07-25
    $ sign hausordnung
    exit 0
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       1 (Stand Juli 2018)
    In Kraft      ab 25.07.2018
    PDF           [N] Bytes, SHA-256 [SHA-256] (noch ohne die PDF-Signatur)
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Fassung 1 gilt ab 25. Juli 2018.
    Unterschrieben und eingetragen: Eintrag 1, 02.07.2018, 10:00 Uhr
      archive/policies/hausordnung/1/hausordnung-v1.pdf: [N] Bytes, SHA-256 [SHA-256]
    $ at 2018-08-01T09:00:00+02:00
    $ verify
    exit 0
    Archiv     muster.example/regelwerk
    Register   2 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 1 Fassung, 3 Dateien ([N] kB), 1 PDF-Signatur geprüft
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    $ draft hausordnung Hausordnung 2019-01-01
    $ sign hausordnung
    exit 0
    Regelung      hausordnung
    Titel         Hausordnung
    Fassung       2 (Stand Juli 2018)
    In Kraft      ab 01.01.2019
    PDF           [N] Bytes, SHA-256 [SHA-256] (noch ohne die PDF-Signatur)
    Zeichnet      Erika Muster, Hauptgeschäftsführerin
    Schlüssel     muster.example/regelwerk/erika-muster/1
    PDF-Signatur  mit dem Zertifikat von Erika Muster (keys/erika-muster-seal-1.crt)
      → Fassung 1 endet; ihr letzter Tag ist der 31. Dezember 2018.
      → Fassung 2 gilt ab 1. Januar 2019.
    Unterschrieben und eingetragen: Eintrag 2, 01.08.2018, 09:00 Uhr
      archive/policies/hausordnung/2/hausordnung-v2.pdf: [N] Bytes, SHA-256 [SHA-256]
    -- stderr
    Warnung: der Entwurf hat Wort für Wort den Text von Fassung 1
      Soll sich nur ändern, wann er in Kraft ist, genügt `inkraft effect`; sonst zuerst den Entwurf ändern.
    $ in-force hausordnung
    exit 0
    Am 01.08.2018 ist Fassung 1 „Hausordnung“ in Kraft (vom 25.07.2018 bis 31.12.2018).
    Nach dem Register dieses Archivs (3 Einträge, der letzte vom 01.08.2018); was danach geschah, weiß es nicht.
    $ history hausordnung
    exit 0
    hausordnung
      #1  02.07.2018  Fassung 1 „Hausordnung“: in Kraft vom 25.07.2018 bis 31.12.2018
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #2  01.08.2018  Fassung 2 „Hausordnung“: in Kraft ab 01.01.2019
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    ");
}

#[test]
fn two_versions_are_signed_in_english() {
    assert_snapshot!(Site::new().english().story(&TWO), @r#"
    $ draft hausordnung Hausordnung 2018-07-25
    $ sign hausordnung
    exit 0
    Policy         hausordnung
    Title          Hausordnung
    Version        1 (as of July 2018)
    In force       from 2018-07-25
    PDF            [N] bytes, SHA-256 [SHA-256] (before the PDF signature)
    Signs          Erika Muster, Hauptgeschäftsführerin
    Key            muster.example/regelwerk/erika-muster/1
    PDF signature  with the certificate of Erika Muster (keys/erika-muster-seal-1.crt)
      → Version 1 is in force from 25 July 2018.
    Signed and logged: entry 1, 2018-07-02, 10:00
      archive/policies/hausordnung/1/hausordnung-v1.pdf: [N] bytes, SHA-256 [SHA-256]
    $ at 2018-08-01T09:00:00+02:00
    $ verify
    exit 0
    Archive  muster.example/regelwerk
    Log      2 entries, the last of 2018-07-02, 10:00
    Root     [SHA-256]
    Trust    the founding charter is the trust anchor's (keys/anchor, found beside the archive)
    Earlier  continues the state last seen here
    Content  1 policy, 1 version, 3 files ([N] kB), 1 PDF signature checked
    Result: the archive is intact; all signatures are cryptographically valid.
    $ draft hausordnung Hausordnung 2019-01-01
    $ sign hausordnung
    exit 0
    Policy         hausordnung
    Title          Hausordnung
    Version        2 (as of July 2018)
    In force       from 2019-01-01
    PDF            [N] bytes, SHA-256 [SHA-256] (before the PDF signature)
    Signs          Erika Muster, Hauptgeschäftsführerin
    Key            muster.example/regelwerk/erika-muster/1
    PDF signature  with the certificate of Erika Muster (keys/erika-muster-seal-1.crt)
      → Version 1 ends; its last day is 31 December 2018.
      → Version 2 is in force from 1 January 2019.
    Signed and logged: entry 2, 2018-08-01, 09:00
      archive/policies/hausordnung/2/hausordnung-v2.pdf: [N] bytes, SHA-256 [SHA-256]
    -- stderr
    warning: the draft has the text of version 1, word for word
      If only the time in force is to change, `inkraft effect` is enough; else change the draft first.
    $ in-force hausordnung
    exit 0
    On 2018-08-01 version 1 "Hausordnung" is in force (from 2018-07-25 to 2018-12-31).
    According to this archive's log (3 entries, the last of 2018-08-01); it does not know what came after.
    $ history hausordnung
    exit 0
    hausordnung
      #1  2018-07-02  version 1 "Hausordnung": in force from 2018-07-25 to 2018-12-31
            signed by Erika Muster (Hauptgeschäftsführerin)
      #2  2018-08-01  version 2 "Hausordnung": in force from 2019-01-01
            signed by Erika Muster (Hauptgeschäftsführerin)
    Logged: as the archive says. Signed: as the officer says, on the same day if none is named. No third party vouches for any of these days.
    "#);
}

/// A site with two versions, for the records that move periods.
fn two(site: Site) -> Site {
    let mut site = site;
    site.story(&TWO);
    site
}

/// Every way to move a period.
const MOVES: [&str; 9] = [
    "effect hausordnung --version 2 --from 01.03.2019",
    "effect hausordnung --version 2 --awaits approval --not-before 01.03.2019",
    "effect hausordnung --version 2 --from 2019-04-01 --last-day 2020-12-31",
    "effect hausordnung --version 2 --no-end",
    "repeal hausordnung --last-day 31.12.2021 --successor benutzungsordnung",
    "effect hausordnung --entry 7 --from 2022-07-01",
    "withdraw hausordnung --entry 7 --ground decision --reason 'Beschluss vom 30.07.2018'",
    "withdraw hausordnung --version 2 --ground error --reason 'falsche Datei'",
    "history hausordnung",
];

#[test]
fn periods_are_moved_in_german() {
    assert_snapshot!(two(Site::new()).story(&MOVES), @"
    $ effect hausordnung --version 2 --from 01.03.2019
    exit 0
    Regelung  hausordnung
    Betrifft  Fassung 2 (Eintrag 2)
    Bisher    ab 01.01.2019
    Künftig   ab 01.03.2019
      → Fassung 1 gilt weiter bis 28. Februar 2019.
      → Fassung 2 gilt ab 1. März 2019.
    Unterschrieben und eingetragen: Eintrag 3, 01.08.2018, 09:00 Uhr
    $ effect hausordnung --version 2 --awaits approval --not-before 01.03.2019
    exit 0
    Regelung  hausordnung
    Betrifft  Fassung 2 (Eintrag 2)
    Bisher    ab 01.03.2019
    Künftig   frühestens ab 01.03.2019, noch offen (Genehmigung)
      → Fassung 1 gilt unbefristet weiter.
      → Der Beginn von Fassung 2 ist noch offen.
    Unterschrieben und eingetragen: Eintrag 4, 01.08.2018, 09:00 Uhr
    $ effect hausordnung --version 2 --from 2019-04-01 --last-day 2020-12-31
    exit 0
    Regelung  hausordnung
    Betrifft  Fassung 2 (Eintrag 2)
    Bisher    frühestens ab 01.03.2019, noch offen (Genehmigung)
    Künftig   ab 01.04.2019 bis 31.12.2020
      → Fassung 1 endet; ihr letzter Tag ist der 31. März 2019.
      → Fassung 2 gilt ab 1. April 2019 bis 31. Dezember 2020.
    Unterschrieben und eingetragen: Eintrag 5, 01.08.2018, 09:00 Uhr
    $ effect hausordnung --version 2 --no-end
    exit 0
    Regelung  hausordnung
    Betrifft  Fassung 2 (Eintrag 2)
    Bisher    ab 01.04.2019 bis 31.12.2020
    Künftig   ab 01.04.2019
      → Fassung 2 gilt unbefristet weiter.
    Unterschrieben und eingetragen: Eintrag 6, 01.08.2018, 09:00 Uhr
    $ repeal hausordnung --last-day 31.12.2021 --successor benutzungsordnung
    exit 0
    Regelung   hausordnung
    Aufhebung  letzter Tag in Kraft 31.12.2021
    Nachfolge  benutzungsordnung
      → Fassung 2 endet; ihr letzter Tag ist der 31. Dezember 2021.
    Unterschrieben und eingetragen: Eintrag 7, 01.08.2018, 09:00 Uhr
    -- stderr
    Warnung: das Archiv kennt keine Regelung „benutzungsordnung“
      Ist die Kennung richtig? Eingetragen wird sie so.
    $ effect hausordnung --entry 7 --from 2022-07-01
    exit 0
    Regelung  hausordnung
    Betrifft  Aufhebung (Eintrag 7)
    Bisher    ab 01.01.2022
    Künftig   ab 01.07.2022
      → Fassung 2 gilt weiter bis 30. Juni 2022.
    Unterschrieben und eingetragen: Eintrag 8, 01.08.2018, 09:00 Uhr
    $ withdraw hausordnung --entry 7 --ground decision --reason 'Beschluss vom 30.07.2018'
    exit 0
    Regelung    hausordnung
    Erklärung   Aufhebung: ab 01.01.2022
    Rücknahme   Eintrag 7, als wäre er nie gemacht worden
    Begründung  Beschluss: Beschluss vom 30.07.2018
      → Fassung 2 gilt unbefristet weiter.
    Unterschrieben und eingetragen: Eintrag 9, 01.08.2018, 09:00 Uhr
    $ withdraw hausordnung --version 2 --ground error --reason 'falsche Datei'
    exit 0
    Regelung    hausordnung
    Erklärung   Fassung 2 „Hausordnung“: in Kraft ab 01.04.2019
    Rücknahme   Eintrag 2, als wäre er nie gemacht worden
    Begründung  Irrtum: falsche Datei
      → Fassung 2 gilt als nie freigegeben.
      → Fassung 1 gilt unbefristet weiter.
    Unterschrieben und eingetragen: Eintrag 10, 01.08.2018, 09:00 Uhr
    -- stderr
    Warnung: die Dateien von Eintrag 2 bleiben im Archiv und öffentlich
      Darf sie niemand sehen, danach sperren: `inkraft withhold … --entry 2`.
    $ history hausordnung
    exit 0
    hausordnung
      #1  02.07.2018  Fassung 1 „Hausordnung“: in Kraft ab 25.07.2018
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #2  01.08.2018  Fassung 2 „Hausordnung“: zurückgenommen
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #3  01.08.2018  Geltungsregelung zu Eintrag 2: ab 01.03.2019
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #4  01.08.2018  Geltungsregelung zu Eintrag 2: frühestens ab 01.03.2019, noch offen (Genehmigung)
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #5  01.08.2018  Geltungsregelung zu Eintrag 2: ab 01.04.2019 bis 31.12.2020
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #6  01.08.2018  Geltungsregelung zu Eintrag 2: ab 01.04.2019
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #7  01.08.2018  Aufhebung: ab 01.01.2022 – zurückgenommen
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #8  01.08.2018  Geltungsregelung zu Eintrag 7: ab 01.07.2022
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #9  01.08.2018  Rücknahme von Eintrag 7 (Beschluss: Beschluss vom 30.07.2018)
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
      #10  01.08.2018  Rücknahme von Eintrag 2 (Irrtum: falsche Datei)
            gezeichnet von Erika Muster (Hauptgeschäftsführerin)
    Eingetragen: nach Angabe des Archivs. Gezeichnet: nach Angabe der zeichnenden Person, am selben Tag, wenn keiner genannt ist. Von Dritten bezeugt ist keiner dieser Tage.
    ");
}

#[test]
fn periods_are_moved_in_english() {
    assert_snapshot!(two(Site::new().english()).story(&MOVES), @r#"
    $ effect hausordnung --version 2 --from 01.03.2019
    exit 0
    Policy    hausordnung
    Concerns  version 2 (entry 2)
    So far    from 2019-01-01
    From now  from 2019-03-01
      → Version 1 stays in force to 28 February 2019.
      → Version 2 is in force from 1 March 2019.
    Signed and logged: entry 3, 2018-08-01, 09:00
    $ effect hausordnung --version 2 --awaits approval --not-before 01.03.2019
    exit 0
    Policy    hausordnung
    Concerns  version 2 (entry 2)
    So far    from 2019-03-01
    From now  from 2019-03-01 at the earliest, open (approval)
      → Version 1 stays in force without an end.
      → The beginning of version 2 is still open.
    Signed and logged: entry 4, 2018-08-01, 09:00
    $ effect hausordnung --version 2 --from 2019-04-01 --last-day 2020-12-31
    exit 0
    Policy    hausordnung
    Concerns  version 2 (entry 2)
    So far    from 2019-03-01 at the earliest, open (approval)
    From now  from 2019-04-01 to 2020-12-31
      → Version 1 ends; its last day is 31 March 2019.
      → Version 2 is in force from 1 April 2019 to 31 December 2020.
    Signed and logged: entry 5, 2018-08-01, 09:00
    $ effect hausordnung --version 2 --no-end
    exit 0
    Policy    hausordnung
    Concerns  version 2 (entry 2)
    So far    from 2019-04-01 to 2020-12-31
    From now  from 2019-04-01
      → Version 2 stays in force without an end.
    Signed and logged: entry 6, 2018-08-01, 09:00
    $ repeal hausordnung --last-day 31.12.2021 --successor benutzungsordnung
    exit 0
    Policy     hausordnung
    Repeal     last day in force 2021-12-31
    Successor  benutzungsordnung
      → Version 2 ends; its last day is 31 December 2021.
    Signed and logged: entry 7, 2018-08-01, 09:00
    -- stderr
    warning: the archive has no policy "benutzungsordnung"
      Is the id right? It is logged as it is.
    $ effect hausordnung --entry 7 --from 2022-07-01
    exit 0
    Policy    hausordnung
    Concerns  repeal (entry 7)
    So far    from 2022-01-01
    From now  from 2022-07-01
      → Version 2 stays in force to 30 June 2022.
    Signed and logged: entry 8, 2018-08-01, 09:00
    $ withdraw hausordnung --entry 7 --ground decision --reason 'Beschluss vom 30.07.2018'
    exit 0
    Policy     hausordnung
    Record     repeal: from 2022-01-01
    Withdraws  entry 7, as if it had never been made
    Reason     decision: Beschluss vom 30.07.2018
      → Version 2 stays in force without an end.
    Signed and logged: entry 9, 2018-08-01, 09:00
    $ withdraw hausordnung --version 2 --ground error --reason 'falsche Datei'
    exit 0
    Policy     hausordnung
    Record     version 2 "Hausordnung": in force from 2019-04-01
    Withdraws  entry 2, as if it had never been made
    Reason     error: falsche Datei
      → Version 2 counts as never issued.
      → Version 1 stays in force without an end.
    Signed and logged: entry 10, 2018-08-01, 09:00
    -- stderr
    warning: the files of entry 2 stay in the archive, and public
      If nobody may see them, withhold them afterwards: `inkraft withhold … --entry 2`.
    $ history hausordnung
    exit 0
    hausordnung
      #1  2018-07-02  version 1 "Hausordnung": in force from 2018-07-25
            signed by Erika Muster (Hauptgeschäftsführerin)
      #2  2018-08-01  version 2 "Hausordnung": withdrawn
            signed by Erika Muster (Hauptgeschäftsführerin)
      #3  2018-08-01  effect of entry 2: from 2019-03-01
            signed by Erika Muster (Hauptgeschäftsführerin)
      #4  2018-08-01  effect of entry 2: from 2019-03-01 at the earliest, open (approval)
            signed by Erika Muster (Hauptgeschäftsführerin)
      #5  2018-08-01  effect of entry 2: from 2019-04-01 to 2020-12-31
            signed by Erika Muster (Hauptgeschäftsführerin)
      #6  2018-08-01  effect of entry 2: from 2019-04-01
            signed by Erika Muster (Hauptgeschäftsführerin)
      #7  2018-08-01  repeal: from 2022-01-01 – withdrawn
            signed by Erika Muster (Hauptgeschäftsführerin)
      #8  2018-08-01  effect of entry 7: from 2022-07-01
            signed by Erika Muster (Hauptgeschäftsführerin)
      #9  2018-08-01  withdrawal of entry 7 (decision: Beschluss vom 30.07.2018)
            signed by Erika Muster (Hauptgeschäftsführerin)
      #10  2018-08-01  withdrawal of entry 2 (error: falsche Datei)
            signed by Erika Muster (Hauptgeschäftsführerin)
    Logged: as the archive says. Signed: as the officer says, on the same day if none is named. No third party vouches for any of these days.
    "#);
}

#[test]
fn keys_are_listed_and_made() {
    let site = Site::new();
    assert_snapshot!(site.both("key list"), @"
    exit 0
    muster.example/regelwerk
      Registerschlüssel; privater Schlüssel liegt hier
      [FINGERPRINT]
    muster.example/regelwerk/erika-muster/1
      unterschreibt Erklärungen; privater Schlüssel liegt hier
      [FINGERPRINT]
    muster.example/regelwerk/recovery-1/1
      Wiederherstellung: ändert die Zeichnungsregelung; privater Schlüssel liegt hier
      [FINGERPRINT]
    muster.example/regelwerk/recovery-2/1
      Wiederherstellung: ändert die Zeichnungsregelung; privater Schlüssel liegt hier
      [FINGERPRINT]
    keys/erika-muster-seal-1.crt
      signiert PDF für erika-muster; privater Schlüssel liegt hier
      Erika Muster, seit 02.07.2018, ohne Ablaufdatum
      [FINGERPRINT]
    -- stderr
    Hinweis: 2 Wiederherstellungsschlüssel liegen noch hier; sie gehören auf getrennte Datenträger.
    ~~ key list --lang en
    exit 0
    muster.example/regelwerk
      archive key; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/erika-muster/1
      signs records; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/recovery-1/1
      recovery: amends the charter; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/recovery-2/1
      recovery: amends the charter; private key is here
      [FINGERPRINT]
    keys/erika-muster-seal-1.crt
      signs PDFs for erika-muster; private key is here
      Erika Muster, valid from 2018-07-02 without an end
      [FINGERPRINT]
    -- stderr
    note: 2 recovery keys are still here; they belong on separate media.
    ");
    assert_snapshot!(site.run("key new max-meier --passphrase-file ../passphrase"), @"
    exit 0
    Schlüssel      muster.example/regelwerk/max-meier/1
    Fingerabdruck  [FINGERPRINT]
    Prüfschlüssel  muster.example/regelwerk/max-meier/1+[VKEY]
    Privat         keys/private/max-meier-1.key
    Der Schlüssel darf noch nichts unterschreiben: das bestimmt die Zeichnungsregelung.
      inkraft charter amend --add-key keys/max-meier-1.pub
    ");
    assert_snapshot!(site.run("key new max-meier --passphrase-file ../passphrase --lang en"), @"
    exit 0
    Key           muster.example/regelwerk/max-meier/2
    Fingerprint   [FINGERPRINT]
    Verifier key  muster.example/regelwerk/max-meier/2+[VKEY]
    Private       keys/private/max-meier-2.key
    The key may not sign anything yet: the charter decides that.
      inkraft charter amend --add-key keys/max-meier-2.pub
    ");
    for lost in ["recovery-1-1", "recovery-2-1"] {
        fs::remove_file(site.path(&format!("regelwerk/keys/private/{lost}.key"))).unwrap();
    }
    assert_snapshot!(site.run("key list --json"), @r#"
    exit 0
    {
      "format": "inkraft/keys/1",
      "keys": [
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk",
          "private_here": true,
          "public": "[SHA-256]",
          "role": "archive",
          "vkey": "muster.example/regelwerk+[VKEY]"
        },
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk/erika-muster/1",
          "private_here": true,
          "public": "[SHA-256]",
          "role": "officer",
          "vkey": "muster.example/regelwerk/erika-muster/1+[VKEY]"
        },
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk/recovery-1/1",
          "private_here": false,
          "public": "[SHA-256]",
          "role": "recovery",
          "vkey": "muster.example/regelwerk/recovery-1/1+[VKEY]"
        },
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk/recovery-2/1",
          "private_here": false,
          "public": "[SHA-256]",
          "role": "recovery",
          "vkey": "muster.example/regelwerk/recovery-2/1+[VKEY]"
        },
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk/max-meier/1",
          "private_here": true,
          "public": "[SHA-256]",
          "role": "none",
          "vkey": "muster.example/regelwerk/max-meier/1+[VKEY]"
        },
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk/max-meier/2",
          "private_here": true,
          "public": "[SHA-256]",
          "role": "none",
          "vkey": "muster.example/regelwerk/max-meier/2+[VKEY]"
        }
      ],
      "seals": [
        {
          "algorithm": "ECDSA P-256",
          "certificate": "[SHA-256]",
          "file": "keys/erika-muster-seal-1.crt",
          "issuer": "Erika Muster",
          "listed": true,
          "not_before": "2018-07-02",
          "person": "erika-muster",
          "private_here": true,
          "subject": "Erika Muster"
        }
      ]
    }
    "#);
}
