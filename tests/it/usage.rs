//! Mistakes on the command line, in both languages; nothing is changed or left behind.

use insta::assert_snapshot;

use crate::site::Site;

#[test]
fn usage_errors() {
    let site = Site::new();
    let lines = [
        "",
        "unterschreiben",
        "sgin hausordnung",
        "sign",
        "sign hausordnung --fron 2019-01-01",
        "sign hausordnung --last-day 2019-01-01",
        "effect hausordnung --from 2019-01-01",
        "effect hausordnung --version 1 --entry 1",
        "effect hausordnung --version eins",
        "effect hausordnung --version 1 --awaits regen --not-before 2019-01-01",
        "repeal hausordnung",
        "withdraw hausordnung --version 1 --ground error",
        "in-force hausordnung --on 31.02.2019",
        "in-force hausordnung --on",
        "attach hausordnung --heading 7",
        "attach hausordnung --create",
        "verify --lang fr",
        "key",
    ];
    let told: String = lines.iter().map(|l| format!("$ {l}\n{}", site.refused(l))).collect();
    assert_snapshot!(told, @r#"
    $ 
    exit 2
    -- stderr
    Regelungen unterschreiben, archivieren und nachweisen, welche Fassung wann in Kraft war

    Aufruf: inkraft [OPTIONEN] <BEFEHL>

    Befehle:
      init         Einen Arbeitsordner anlegen: Schlüssel, Archiv und Gründungsregelung
      new          Einen Entwurf anlegen, mit dem sich beginnen lässt
      check        Einen Entwurf prüfen
      preview      Einen Entwurf setzen, als solcher gekennzeichnet
      template     Die mitgelieferte Vorlage ausgeben, um mit ihr eine eigene zu beginnen
      schema       Das JSON-Schema der Entwürfe ausgeben
      sign         Eine neue Fassung einer Regelung unterschreiben
      translate    Eine Übersetzung einer Fassung unterschreiben
      correct      Eine Berichtigung einer Fassung unterschreiben
      rendition    Eine weitere Ausgabe einer Fassung unterschreiben
      effect       Neu bestimmen, wann eine Fassung (oder eine Aufhebung) in Kraft tritt
      repeal       Eine Regelung aufheben: Von einem Tag an ist nichts mehr in Kraft
      withdraw     Eine Erklärung zurücknehmen, als wäre sie nie abgegeben worden
      withhold     Dateien einer Erklärung aus allen Kopien nehmen
      review       Die Evaluierung einer Regelung unterschreiben
      pending      Die Erklärungen zeigen, die noch mitzuzeichnen sind
      approve      Eine schwebende Erklärung mitzeichnen
      reject       Eine schwebende Erklärung ablehnen
      stamp        Einen Zeitstempel für den neuesten Stand des Archivs holen
      cosign       Eintragen, was Zeugen gegeben haben: ihre Bestätigungen eines Standes des Archivs
      verify       Ein Archiv oder einen Geltungsnachweis prüfen, oder feststellen, welche Fassung ein
                   PDF ist
      in-force     Sagen, welche Fassung an einem Tag in Kraft war
      history      Alle Erklärungen zu einer Regelung und die Geltungszeiträume ihrer Fassungen
      prove        Einen Geltungsnachweis schreiben: eine Datei, die beweist, was an einem Tag in Kraft
                   war
      due          Sagen, was überfällig ist und was bald fällig wird
      slip         Das Aktenblatt schreiben: eine Seite über eine Fassung, zum Drucken
      attach       Die Fassungen einer Regelung auf die Seite des Impressums bringen
      key          Schlüssel anlegen, übernehmen, auflisten, auswechseln und herausnehmen
      charter      Zeigen oder ändern, wer unterschreiben darf
      acknowledge  Unwirksame Einträge zur Kenntnis nehmen, damit das Archiv der Prüfung wieder
                   standhält
      confirm      Strittige Erklärungen bestätigen: Sie haben Bestand
      void         Strittige Erklärungen für unwirksam erklären: Von da an ist es, als wären sie nie
                   gemacht worden

    Optionen:
          --lang <SPRACHE>  Sprache der Meldungen, de oder en (ohne Angabe: die des Systems) [möglich:
                            de, en]
      -h, --help            Hilfe anzeigen (-h kurz, --help ausführlich)
      -V, --version         Version des Programms anzeigen

    Zum Beginnen: init, new, check, preview, sign, verify; dann in-force und attach.
    Zu jedem Befehl gibt es mit --help mehr.
    ~~  --lang en
    exit 2
    -- stderr
    error: A command is missing: init, new, check, preview, template, schema, sign, translate, correct, rendition, effect, repeal, withdraw, withhold, review, pending, approve, reject, stamp, cosign, verify, in-force, history, prove, due, slip, attach, key, charter, acknowledge, confirm, void
    Usage: inkraft [OPTIONS] <COMMAND>
    For more information, try --help.
    $ unterschreiben
    exit 2
    -- stderr
    Fehler: Unbekannter Befehl „unterschreiben“
    Aufruf: inkraft [OPTIONEN] <BEFEHL>
    Mehr dazu mit --help.
    ~~ unterschreiben --lang en
    exit 2
    -- stderr
    error: Unknown command “unterschreiben”
    Usage: inkraft [OPTIONS] <COMMAND>
    For more information, try --help.
    $ sgin hausordnung
    exit 2
    -- stderr
    Fehler: Unbekannter Befehl „sgin“
    Meinten Sie „cosign“ oder „sign“?
    Aufruf: inkraft [OPTIONEN] <BEFEHL>
    Mehr dazu mit --help.
    ~~ sgin hausordnung --lang en
    exit 2
    -- stderr
    error: Unknown command “sgin”
    Did you mean “cosign” or “sign”?
    Usage: inkraft [OPTIONS] <COMMAND>
    For more information, try --help.
    $ sign
    exit 2
    -- stderr
    Fehler: Es fehlt: <REGELUNG>
    Aufruf: inkraft sign [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ sign --lang en
    exit 2
    -- stderr
    error: Missing: <POLICY>
    Usage: inkraft sign --lang <LANG> <POLICY>
    For more information, try --help.
    $ sign hausordnung --fron 2019-01-01
    exit 2
    -- stderr
    Fehler: Unbekannte Angabe „--fron“
    Meinten Sie „--from“?
    Aufruf: inkraft sign [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ sign hausordnung --fron 2019-01-01 --lang en
    exit 2
    -- stderr
    error: Unknown argument “--fron”
    Did you mean “--from”?
    Usage: inkraft sign --from <DAY> <POLICY>
    For more information, try --help.
    $ sign hausordnung --last-day 2019-01-01
    exit 2
    -- stderr
    Fehler: Es fehlt: --from <TAG>
    Aufruf: inkraft sign [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ sign hausordnung --last-day 2019-01-01 --lang en
    exit 2
    -- stderr
    error: Missing: --from <DAY>
    Usage: inkraft sign --from <DAY> --last-day <DAY> --lang <LANG> <POLICY>
    For more information, try --help.
    $ effect hausordnung --from 2019-01-01
    exit 2
    -- stderr
    Fehler: Es fehlt: --version <N>
    Aufruf: inkraft effect [OPTIONEN] <REGELUNG>
            inkraft effect <BEFEHL>
    Mehr dazu mit --help.
    ~~ effect hausordnung --from 2019-01-01 --lang en
    exit 2
    -- stderr
    error: Missing: --version <N>
    Usage: inkraft effect --from <DAY> --lang <LANG> --version <N> <POLICY>
    For more information, try --help.
    $ effect hausordnung --version 1 --entry 1
    exit 2
    -- stderr
    Fehler: --version <N> darf nicht zusammen mit --entry <N> angegeben werden
    Aufruf: inkraft effect [OPTIONEN] <REGELUNG>
            inkraft effect <BEFEHL>
    Mehr dazu mit --help.
    ~~ effect hausordnung --version 1 --entry 1 --lang en
    exit 2
    -- stderr
    error: --version <N> cannot be combined with --entry <N>
    Usage: inkraft effect --version <N> --lang <LANG> <POLICY>
    For more information, try --help.
    $ effect hausordnung --version eins
    exit 2
    -- stderr
    Fehler: „eins“ ist kein zulässiger Wert für --version <N>: erwartet wird eine ganze Zahl
    Mehr dazu mit --help.
    ~~ effect hausordnung --version eins --lang en
    exit 2
    -- stderr
    error: “eins” is not a value for --version <N>: expected is a whole number
    For more information, try --help.
    $ effect hausordnung --version 1 --awaits regen --not-before 2019-01-01
    exit 2
    -- stderr
    Fehler: „regen“ ist kein zulässiger Wert für --awaits <WORAUF>: möglich sind publication, approval, signature, day
    Mehr dazu mit --help.
    ~~ effect hausordnung --version 1 --awaits regen --not-before 2019-01-01 --lang en
    exit 2
    -- stderr
    error: “regen” is not a value for --awaits <WHAT>: possible are publication, approval, signature, day
    For more information, try --help.
    $ repeal hausordnung
    exit 2
    -- stderr
    Fehler: Es fehlt: --last-day <TAG>
    Aufruf: inkraft repeal [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ repeal hausordnung --lang en
    exit 2
    -- stderr
    error: Missing: --last-day <DAY>
    Usage: inkraft repeal --lang <LANG> --last-day <DAY> <POLICY>
    For more information, try --help.
    $ withdraw hausordnung --version 1 --ground error
    exit 2
    -- stderr
    Fehler: Es fehlt: --reason <TEXT>
    Aufruf: inkraft withdraw [OPTIONEN] --ground <GRUND> --reason <TEXT> <REGELUNG>
    Mehr dazu mit --help.
    ~~ withdraw hausordnung --version 1 --ground error --lang en
    exit 2
    -- stderr
    error: Missing: --reason <TEXT>
    Usage: inkraft withdraw --ground <GROUND> --reason <TEXT> --version <N> --lang <LANG> <POLICY>
    For more information, try --help.
    $ in-force hausordnung --on 31.02.2019
    exit 2
    -- stderr
    Fehler: „31.02.2019“ ist kein Kalendertag
      Zum Beispiel 2018-07-25, 25.07.2018 oder heute.
    ~~ in-force hausordnung --on 31.02.2019 --lang en
    exit 2
    -- stderr
    error: "31.02.2019" is not a calendar day
      For instance 2018-07-25, 25.07.2018 or today.
    $ in-force hausordnung --on
    exit 2
    -- stderr
    Fehler: Für --on <TAG> fehlt der Wert
    Mehr dazu mit --help.
    ~~ in-force hausordnung --on --lang en
    exit 2
    -- stderr
    error: The value of --on <DAY> is missing
    For more information, try --help.
    $ attach hausordnung --heading 7
    exit 2
    -- stderr
    Fehler: „7“ ist kein zulässiger Wert für --heading <N>: erlaubt sind 2 bis 4
    Mehr dazu mit --help.
    ~~ attach hausordnung --heading 7 --lang en
    exit 2
    -- stderr
    error: “7” is not a value for --heading <N>: 7 is not in 2..=4
    For more information, try --help.
    $ attach hausordnung --create
    exit 2
    -- stderr
    Fehler: Es fehlt: --page <DATEI>
    Aufruf: inkraft attach [OPTIONEN] <REGELUNG>
    Mehr dazu mit --help.
    ~~ attach hausordnung --create --lang en
    exit 2
    -- stderr
    error: Missing: --page <FILE>
    Usage: inkraft attach --page <FILE> --create --lang <LANG> <POLICY>
    For more information, try --help.
    $ verify --lang fr
    exit 2
    -- stderr
    Fehler: „fr“ ist kein zulässiger Wert für --lang <SPRACHE>: möglich sind de, en
    Mehr dazu mit --help.
    ~~ verify --lang fr --lang en
    exit 2
    -- stderr
    error: “fr” is not a value for --lang <LANG>: possible are de, en
    For more information, try --help.
    $ key
    exit 2
    -- stderr
    Schlüssel anlegen, übernehmen, auflisten, auswechseln und herausnehmen

    Aufruf: inkraft key [OPTIONEN] <BEFEHL>

    Befehle:
      new     Einen Schlüssel für eine Person anlegen
      import  Einen Schlüssel für PDF-Signaturen aus einer PKCS#12-Datei übernehmen, oder die
              öffentliche Hälfte eines Schlüssels für Erklärungen
      list    Die Schlüssel hier und in der Zeichnungsregelung auflisten
      rotate  Einen Schlüssel auswechseln: einen neuen anlegen, den die Zeichnungsregelung an Stelle des
              alten nennt
      retire  Einen Schlüssel herausnehmen, der nicht mehr gebraucht wird
      revoke  Einen Schlüssel herausnehmen, der verloren oder gestohlen ist

    Optionen:
          --lang <SPRACHE>  Sprache der Meldungen, de oder en (ohne Angabe: die des Systems) [möglich:
                            de, en]
      -h, --help            Hilfe anzeigen (-h kurz, --help ausführlich)
    ~~ key --lang en
    exit 2
    -- stderr
    error: A command is missing: new, import, list, rotate, retire, revoke
    Usage: inkraft key [OPTIONS] <COMMAND>
    For more information, try --help.
    "#);
}
