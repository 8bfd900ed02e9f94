//! The German help of every command and argument; the English one stands at the argument itself.
//!
//! One `match` on the path of the command (`""` is the program, `"key new"` a command below a command)
//! and the id of the argument (for a derived one the name of its field). `help::missing` lists what has
//! no text here; a test keeps that list empty.
//!
//! The first paragraph is the short help; further paragraphs, after an empty line, show with `--help`.
//! Arguments that mean the same in several commands stand once, in `everywhere`.

/// In place of an argument's id: what follows the options of a command, in place of its `after_help`.
pub const AFTER: &str = "@after";

/// The German text of a command (`arg` is `None`), of one of its arguments, or of [`AFTER`].
pub fn german(path: &str, arg: Option<&str>) -> Option<&'static str> {
    match arg {
        None => command(path),
        Some(AFTER) => examples(path),
        Some(arg) => argument(path, arg).or_else(|| everywhere(arg)),
    }
}

fn command(path: &str) -> Option<&'static str> {
    let text = match path {
        "" => {
            "Regelungen unterschreiben, archivieren und nachweisen, welche Fassung wann in Kraft war\n\n\
             Jede Fassung wird ein PDF, das eine zeichnungsberechtigte Person unterschreibt und das in ein \
             Register eingetragen wird, das niemand unbemerkt umschreiben kann. Prüfen und Auskunft erhalten \
             kann jeder, ohne Netz und ohne Schlüssel."
        }
        "inkraft-verify" => {
            "Unterschriebene Regelungen prüfen und sagen, welche Fassung an welchem Tag in Kraft war\n\n\
             Die lesenden Befehle von inkraft: Sie brauchen weder Netz noch Schlüssel und schreiben nichts \
             als die Datei, um die prove gebeten wird, und was sich verify für das nächste Mal merkt."
        }
        "init" => {
            "Einen Arbeitsordner anlegen: Schlüssel, Archiv und Gründungsregelung\n\n\
             Fragt nach allem, was nicht angegeben ist. Die beiden Wiederherstellungsschlüssel gehören danach \
             auf getrennte Datenträger und nicht auf diesen Rechner: Nur mit ihnen lässt sich ändern, wer \
             unterschreiben darf."
        }
        "new" => "Einen Entwurf anlegen, mit dem sich beginnen lässt",
        "check" => {
            "Einen Entwurf prüfen\n\n\
             Zeigt jeden Fehler mit Datei und Zeile und sagt, was zu tun ist. Das Archiv bleibt unberührt.\n\n\
             Rückgabewerte: 0 er ist in Ordnung; 1 er ist es nicht; 2 er konnte nicht geprüft werden."
        }
        "preview" => {
            "Einen Entwurf setzen, als solcher gekennzeichnet\n\n\
             Das PDF ist zum Ansehen da: Es trägt auf jeder Seite den Vermerk, dass es ein Entwurf ist, und \
             wird weder unterschrieben noch eingetragen."
        }
        "template" => {
            "Die mitgelieferte Vorlage ausgeben, um mit ihr eine eigene zu beginnen\n\n\
             Eine Vorlage bestimmt, wie das PDF aussieht. Die eigene liegt unter documents/ID/template.typ für \
             eine Regelung oder unter house/template.typ für alle; Bilder und Schriften liegen im Ordner assets \
             daneben. preview zeigt das Ergebnis."
        }
        "sign" => {
            "Eine neue Fassung einer Regelung unterschreiben\n\n\
             Zeigt, was unterschrieben wird und was sich dadurch ändert, und fragt; danach geschieht alles \
             oder nichts: setzen, unterschreiben, ins Register eintragen. Eine eingetragene Fassung wird nie \
             geändert; eine Änderung ist eine neue Fassung.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder Entwurf oder Archiv sind nicht in Ordnung; \
             2 nicht ausführbar. Außer bei 0 ist alles wie zuvor."
        }
        "translate" => {
            "Eine Übersetzung einer Fassung unterschreiben\n\n\
             Der Entwurf der Übersetzung ist policy.SPRACHE.toml neben policy.toml. Sie wird eine weitere Ausgabe \
             der Fassung; wann welche Fassung in Kraft ist, ändert sich nicht. Von mehreren Übersetzungen in eine \
             Sprache wird die letzte angeboten; alle bleiben im Archiv.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder Entwurf oder Archiv sind nicht in Ordnung; \
             2 nicht ausführbar. Außer bei 0 ist alles wie zuvor."
        }
        "correct" => {
            "Eine Berichtigung einer Fassung unterschreiben\n\n\
             Der berichtigte Text ist der Entwurf policy.toml oder ein fertiges PDF. Er gilt anstelle des Textes \
             der Fassung für ihren ganzen Geltungszeitraum; wann welche Fassung in Kraft ist, ändert sich nicht. Was \
             freigegeben wurde, bleibt im Archiv. Eine Änderung in der Sache ist keine Berichtigung, sondern eine neue \
             Fassung.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder Entwurf oder Archiv sind nicht in Ordnung; \
             2 nicht ausführbar. Außer bei 0 ist alles wie zuvor."
        }
        "rendition" => {
            "Eine weitere Ausgabe einer Fassung unterschreiben\n\n\
             consolidated ist der Text, wie er nach Änderungen lautet, reissue derselbe Text neu gesetzt, accessible \
             eine Ausgabe für alle, die die der Fassung nicht nutzen können. Ohne --pdf setzt reissue den \
             archivierten Text mit der heutigen Vorlage, die anderen setzen den Entwurf. Wann welche Fassung in Kraft \
             ist, ändert sich nicht; von einem Zweck und einer Sprache wird die letzte angeboten. Dass eine Ausgabe \
             barrierefrei ist, ist Ihre Aussage: Geprüft wird es nicht.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder Entwurf oder Archiv sind nicht in Ordnung; \
             2 nicht ausführbar. Außer bei 0 ist alles wie zuvor."
        }
        "effect" => {
            "Neu bestimmen, wann eine Fassung (oder eine Aufhebung) in Kraft tritt\n\n\
             commence, postpone, extend und shorten sagen, was gemeint ist, und finden die Fassung selbst, wo nur eine \
             in Frage kommt. Ohne sie wird neu bestimmt, was angegeben ist; was nicht angegeben wird, bleibt, wie es war."
        }
        "effect commence" => "Den Tag feststellen, an dem ein offener Beginn eingetreten ist",
        "effect postpone" => "Den Beginn auf einen späteren Tag verschieben oder offen lassen",
        "effect extend" => "Eine Fassung länger gelten lassen, oder ohne Ende",
        "effect shorten" => "Eine Fassung früher enden lassen",
        "repeal" => {
            "Eine Regelung aufheben: Von einem Tag an ist nichts mehr in Kraft\n\n\
             Was früher in Kraft war, bleibt nachweisbar. Soll etwas anderes an die Stelle treten, genügt \
             eine neue Fassung: Sie beendet die vorige."
        }
        "withdraw" => {
            "Eine Erklärung zurücknehmen, als wäre sie nie abgegeben worden\n\n\
             Die Auskünfte lauten danach so, als hätte es sie nie gegeben; was sie beendet hatte, ist nie \
             beendet worden. Im Register bleibt beides sichtbar. Wer eine Regelung nur enden lassen will, \
             verwendet repeal."
        }
        "withhold" => {
            "Dateien einer Erklärung aus allen Kopien nehmen\n\n\
             Etwa weil personenbezogene Daten zu löschen sind. Danach dürfen diese Dateien in jeder Kopie des Archivs fehlen; was noch da ist, wird weiter geprüft. \
             Prüfsumme und Eintrag bleiben, der Nachweis auch, und wann was in Kraft war, ändert sich nicht. \
             Übersetzungen, Berichtigungen und andere Ausgaben der Fassung sind eigene Erklärungen: Der Befehl nennt \
             die, die nicht gesperrt sind. \
             Er nennt alle Pfade, die aus den Kopien zu entfernen sind; mit --remove entfernt er sie hier. \
             Sicherungen und fremde Kopien erreicht er nicht. Die Begründung ist öffentlich und bleibt für immer: \
             die Daten selbst gehören nicht hinein. Wird die Sperrung zurückgenommen (withdraw), so müssen die \
             Dateien wieder da sein.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder das Archiv ist nicht in Ordnung; 2 nicht ausführbar."
        }
        "review" => {
            "Die Evaluierung einer Regelung unterschreiben\n\n\
             Der Entwurf ist review.toml neben policy.toml; --start legt einen an, mit den Kanälen der neuesten \
             Fassung. Alle Fehler werden auf einmal gezeigt. Wann was in Kraft ist, ändert sich nicht: Führt die \
             Evaluierung zu einer neuen Fassung, so ist diese eigens zu unterschreiben.\n\n\
             Rückgabewerte: 0 eingetragen, oder der Entwurf ist angelegt; 1 abgelehnt, oder Entwurf oder Archiv \
             sind nicht in Ordnung; 2 nicht ausführbar."
        }
        "stamp" => {
            "Einen Zeitstempel für den neuesten Stand des Archivs holen\n\n\
             Fragt den Zeitstempeldienst aus inkraft.toml, wie es jeder unterschreibende Befehl von selbst tut. Für \
             den Fall, dass das nicht gelungen ist.\n\n\
             Rückgabewerte: 0 gestempelt, oder nichts zu tun; 1 das Archiv ist nicht in Ordnung; 2 nicht ausführbar."
        }
        "cosign" => {
            "Eintragen, was Zeugen gegeben haben: ihre Bestätigungen eines Standes des Archivs\n\n\
             Einem Zeugen gibt man archive/checkpoint. Zurück kommt eine Datei mit einer oder mehreren Signaturzeilen, \
             oder der Registerstand mit solchen Zeilen darin. Zeilen allein gelten dem neuesten Stand, die in einem \
             Registerstand diesem.\n\n\
             Eingetragen werden nur Bestätigungen von Zeugen, die der Vertrauensanker nennt; ist eine davon falsch, so \
             keine. Andere werden ausgelassen.\n\n\
             Rückgabewerte: 0 eingetragen, oder schon da; 1 eine ist falsch, oder das Archiv ist nicht in Ordnung; \
             2 nicht ausführbar."
        }
        "schema" => {
            "Das JSON-Schema der Entwürfe ausgeben\n\n\
             Editoren, die TOML kennen, ergänzen und prüfen damit einen Entwurf: Man legt es neben die Entwürfe \
             und schreibt `#:schema ../policy.schema.json` in die erste Zeile eines jeden.\n\n\
             Rückgabewerte: 0 es ist geschrieben; 2 es ging nicht."
        }
        "verify" => {
            "Ein Archiv oder einen Geltungsnachweis prüfen, oder feststellen, welche Fassung ein PDF ist\n\n\
             Braucht weder Netz noch Schlüssel und ändert nichts an dem, was geprüft wird; ein Nachweis braucht nur den \
             Vertrauensanker. Hält ein Archiv stand, so wird sein Stand für das nächste Mal gemerkt (--no-memory: \
             nicht): Ein älterer fällt dann auf.\n\n\
             Rückgabewerte: 0 es hält stand; 1 es hält nicht stand oder ist nicht verankert; 2 es konnte nicht \
             geprüft werden."
        }
        "in-force" => {
            "Sagen, welche Fassung an einem Tag in Kraft war\n\n\
             Die Antwort folgt aus den Einträgen des Registers, das vorher geprüft wird. Mit --from oder --until \
             eine Tabelle aller Zeiträume mit gleicher Antwort.\n\n\
             Rückgabewerte: 0 eine Fassung; 3 nichts in Kraft; 4 noch offen oder mehrere; 1 das Archiv hält \
             der Prüfung nicht stand oder ist nicht verankert; 2 es konnte nicht festgestellt werden. Bei mehreren \
             Antworten der höchste Wert."
        }
        "history" => {
            "Alle Erklärungen zu einer Regelung und die Geltungszeiträume ihrer Fassungen\n\n\
             Nennt auch, was zurückgenommen wurde oder nie in Kraft getreten ist.\n\n\
             Rückgabewerte: 0 aufgelistet; 1 das Archiv hält der Prüfung nicht stand oder ist nicht verankert; \
             2 es konnte nicht aufgelistet werden."
        }
        "prove" => {
            "Einen Geltungsnachweis schreiben: eine Datei, die beweist, was an einem Tag in Kraft war\n\n\
             Wer die Datei und den Vertrauensanker hat, kann sie mit verify ohne Netz und ohne das Archiv prüfen. \
             Auch dass das Archiv eine solche Regelung nicht hat, lässt sich so beweisen.\n\n\
             Geprüft wird, was der Nachweis vom Archiv braucht, so wie sein Leser es prüft; das Übrige prüft \
             verify.\n\n\
             Rückgabewerte: 0 geschrieben, wie immer die Antwort lautet; 1 dieser Teil des Archivs hält der Prüfung \
             nicht stand, oder es ist nicht verankert; 2 es konnte nicht geschrieben werden."
        }
        "slip" => {
            "Das Aktenblatt schreiben: eine Seite über eine Fassung, zum Drucken\n\n\
             Es nennt die Fassung und ihren Geltungszeitraum, die Prüfsumme des archivierten PDFs in Gruppen, wer mit \
             welchem Schlüssel gezeichnet hat, und den Eintrag im Register; ein QR-Code führt zum PDF. Zuvor werden \
             Erklärungen und Register geprüft, und das PDF wird mit seiner Erklärung verglichen.\n\n\
             Nur zum Drucken: Das Blatt ist weder barrierefrei noch PDF/A. Archiviert ist das PDF.\n\n\
             Rückgabewerte: 0 geschrieben; 1 das Archiv hält der Prüfung nicht stand oder ist nicht verankert, oder \
             die Fassung ist gesperrt; 2 es konnte nicht geschrieben werden."
        }
        "due" => {
            "Sagen, was überfällig ist und was bald fällig wird\n\n\
             Die nächste Evaluierung jeder Regelung, Fassungen, die ohne Nachfolge enden, Beginne, die noch offen \
             sind, und Personen, deren Zeichnungsbefugnis endet. Alles wird jedes Mal aus den Einträgen berechnet.\n\n\
             Rückgabewerte: 0 nichts ist fällig; 1 etwas ist fällig oder überfällig; 2 es konnte nicht festgestellt \
             werden, weil das Archiv der Prüfung nicht standhält oder nicht verankert ist."
        }
        "attach" => {
            "Die Fassungen einer Regelung auf die Seite des Impressums bringen\n\n\
             Legt die PDFs an ihren dauerhaften Platz im veröffentlichten Ordner und erneuert auf der Seite, \
             was zwischen den Marken der Regelung steht; sonst ändert sich dort kein Byte. Fehlen die Marken, \
             sagt der Befehl, welche einzufügen sind."
        }
        "key" => "Schlüssel anlegen, übernehmen, auflisten, auswechseln und herausnehmen",
        "key rotate" => {
            "Einen Schlüssel auswechseln: einen neuen anlegen, den die Zeichnungsregelung an Stelle des alten nennt\n\n\
             Der neue unterschreibt mit, der alte nicht: So geht es auch, wenn der alte oder seine Passphrase verloren \
             ist. Was der alte unterschrieben hat, bleibt, wie es ist.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder das Archiv ist nicht in Ordnung; 2 nicht ausführbar. \
             Außer bei 0 ist alles wie zuvor."
        }
        "key retire" => {
            "Einen Schlüssel herausnehmen, der nicht mehr gebraucht wird\n\n\
             Was er unterschrieben hat, steht nicht in Zweifel. Der letzte Schlüssel einer Person lässt sich nur \
             auswechseln (key rotate), wenn sonst niemand unterschreiben kann.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder das Archiv ist nicht in Ordnung; 2 nicht ausführbar. \
             Außer bei 0 ist alles wie zuvor."
        }
        "key revoke" => {
            "Einen Schlüssel herausnehmen, der verloren oder gestohlen ist\n\n\
             Mit --compromised-from wird strittig, was er von diesem Eintrag an unterschrieben hat, soweit es diese \
             Unterschrift brauchte: Über jede Erklärung entscheiden dann confirm oder void.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder das Archiv ist nicht in Ordnung; 2 nicht ausführbar. \
             Außer bei 0 ist alles wie zuvor."
        }
        "acknowledge" => {
            "Unwirksame Einträge zur Kenntnis nehmen, damit das Archiv der Prüfung wieder standhält\n\n\
             Ein unwirksamer Eintrag hat keine Wirkung und lässt sich nicht entfernen. Ist er zur Kenntnis genommen, \
             ist er ein Hinweis und kein Fehler mehr. Zeigt jeden mit seinem Grund.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder das Archiv ist sonst nicht in Ordnung; 2 nicht \
             ausführbar. Außer bei 0 ist alles wie zuvor."
        }
        "confirm" => {
            "Strittige Erklärungen bestätigen: Sie haben Bestand\n\n\
             Strittig ist, was die Unterschrift eines Schlüssels brauchte, von dem Eintrag an, ab dem er in fremder \
             Hand war (key revoke --compromised-from).\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder das Archiv ist nicht in Ordnung; 2 nicht ausführbar. \
             Außer bei 0 ist alles wie zuvor."
        }
        "void" => {
            "Strittige Erklärungen für unwirksam erklären: Von da an ist es, als wären sie nie gemacht worden\n\n\
             Sie behalten ihren Platz im Register, und ihre Dateien bleiben. Was vorher bekannt war, bleibt so, wie es \
             bekannt war.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder das Archiv ist nicht in Ordnung; 2 nicht ausführbar. \
             Außer bei 0 ist alles wie zuvor."
        }
        "key new" => {
            "Einen Schlüssel für eine Person anlegen\n\n\
             Mit ihm werden Erklärungen unterschrieben oder, mit --seal, PDF signiert: Dann entsteht auch ein \
             Zertifikat. Er zählt erst, wenn eine Zeichnungsregelung ihn nennt."
        }
        "key import" => {
            "Einen Schlüssel für PDF-Signaturen aus einer PKCS#12-Datei übernehmen, oder die öffentliche Hälfte eines \
             Schlüssels für Erklärungen\n\n\
             PKCS#12, wie Zertifizierungsstellen es ausgeben (.p12, .pfx): ECDSA P-256 oder P-384, RSA mit 3072 oder \
             4096 Bit. Schlüssel und Zertifikat werden unter einer eigenen Passphrase aufbewahrt; das Zertifikat \
             zählt, sobald die Zeichnungsregelung es nennt.\n\n\
             Ein öffentlicher Schlüssel (.pub) ist ein Ed25519-Schlüssel in der Form von OpenSSH, dessen private Hälfte \
             der ssh-agent hat, oder wie inkraft und openssl ihn schreiben. Mit ihm lässt sich unterschreiben, sobald \
             die Zeichnungsregelung ihn nennt."
        }
        "key list" => {
            "Die Schlüssel hier und in der Zeichnungsregelung auflisten\n\n\
             Die, mit denen Erklärungen unterschrieben werden, und die Zertifikate für PDF-Signaturen.\n\n\
             Rückgabewerte: 0 aufgelistet; 1 das Archiv hält der Prüfung nicht stand; 2 es konnte nicht \
             aufgelistet werden."
        }
        "charter" => "Zeigen oder ändern, wer unterschreiben darf",
        "charter show" => {
            "Zeigen, wer unterschreiben darf: Personen, Schlüssel, Zertifikate für PDF-Signaturen, und wie viele \
             unterschreiben müssen\n\n\
             Rückgabewerte: 0 gezeigt; 1 das Archiv hält der Prüfung nicht stand; 2 es konnte nicht gezeigt werden."
        }
        "pending" => {
            "Die Erklärungen zeigen, die noch mitzuzeichnen sind\n\n\
             Wo die Zeichnungsregelung zwei oder mehr Unterschriften verlangt (Vier-Augen-Prinzip), entsteht mit der \
             ersten eine schwebende Erklärung: eine Datei, die an die anderen geschickt wird; diese zeichnen mit oder \
             lehnen ab. Ohne DATEI werden die gezeigt, die in diesem Arbeitsordner warten.\n\n\
             Rückgabewerte: 0 gezeigt; 1 das Archiv hält der Prüfung nicht stand; 2 eine Datei oder das Archiv ließ \
             sich nicht lesen."
        }
        "approve" => {
            "Eine schwebende Erklärung mitzeichnen\n\n\
             Prüft das Archiv und die schwebende Erklärung, zeigt, was unterschrieben wird und was sich dadurch ändert, \
             und fragt. Haben damit alle gezeichnet und liegt der Registerschlüssel auf diesem Rechner, wird sie \
             eingetragen; sonst wird die Datei zurückgeschrieben und gesagt, an wen sie als Nächstes geht. Eine, die \
             schon alle gezeichnet haben, wird ohne weitere Unterschrift eingetragen.\n\n\
             Rückgabewerte: 0 gezeichnet oder eingetragen; 1 abgelehnt, oder Erklärung oder Archiv sind nicht in Ordnung; \
             2 nicht ausführbar. Außer bei 0 ist alles wie zuvor."
        }
        "reject" => {
            "Eine schwebende Erklärung ablehnen\n\n\
             Versieht die Datei mit einem Vermerk; so kann sie zurückgeschickt werden: approve weist sie ab, pending zeigt \
             ihn. Der Vermerk ist nicht unterschrieben. Er nimmt keine Unterschrift zurück: Wer die Datei ohne ihn \
             aufgehoben hat, kann sie binnen der 90 Tage weiter eintragen lassen, bis eine andere Erklärung zu derselben \
             Regelung eingetragen ist.\n\n\
             Rückgabewerte: 0 vermerkt oder entfernt; 2 nicht ausführbar."
        }
        "charter amend" => {
            "Ändern, wer unterschreiben darf: eine neue Zeichnungsregelung, mit Wiederherstellungsschlüsseln \
             unterschrieben\n\n\
             Zeigt, was sich ändert und was daraus folgt, und fragt; danach geschieht alles oder nichts. Sie wirkt ab \
             der nächsten Erklärung: Was vorher unterschrieben wurde, wird nach der Regelung seiner Zeit beurteilt.\n\n\
             Rückgabewerte: 0 eingetragen; 1 abgelehnt, oder das Archiv ist nicht in Ordnung; 2 nicht ausführbar. \
             Außer bei 0 ist alles wie zuvor."
        }
        _ => return None,
    };
    Some(text)
}

fn argument(path: &str, arg: &str) -> Option<&'static str> {
    let text = match (path, arg) {
        ("init", "dir") => "Der Ordner (ohne Angabe: der aktuelle)",
        ("init", "publisher") => "Die Stelle, die herausgibt",
        ("init", "origin") => {
            "Name des Archivs, für immer: wie ein Rechnername, klein geschrieben, etwa kammer.example/regelwerk"
        }
        ("init", "officer") => "Die Person, die unterschreibt (Vor- und Nachname)",
        ("init", "function") => "Die Funktion, in der diese Person unterschreibt",
        ("init", "time_zone") => "Die Zeitzone, deren Kalendertage zählen (ohne Angabe: Europe/Berlin)",
        ("init", "base_url") => "Die Webadresse, unter der die Regelungen veröffentlicht werden",
        ("new", "policy") => {
            "Die Kennung der Regelung: Kleinbuchstaben, Ziffern, Bindestriche; sie ändert sich nie"
        }
        ("new", "title") => "Der Titel",
        ("schema", "output") => "Die Datei, die geschrieben wird (ohne Angabe: Standardausgabe)",
        ("preview", "output") => "Das PDF, das geschrieben wird (ohne Angabe: neben dem Entwurf)",
        ("check" | "preview", "language") => "Die Übersetzung in diese Sprache, in policy.SPRACHE.toml",
        ("translate", "to") => "Die Sprache der Übersetzung",
        ("translate", "version_number") => {
            "Die Fassung, die übersetzt wird (ohne Angabe: die neueste, die nicht zurückgenommen ist)"
        }
        ("template", "output") => "Die Datei, die angelegt wird (ohne Angabe: ausgeben)",
        ("sign", "from") => "Der erste Tag in Kraft (ohne Angabe: wie im Entwurf)",
        ("sign", "amends") => "Die Fassung, die geändert wird",
        ("sign", "replaces") => "Eine Regelung, an deren Stelle sie tritt; mehrfach möglich",
        ("sign", "file") => {
            "Ein PDF, das es schon gab, als diese Fassung übernehmen, mit --title, --as-of und --from"
        }
        ("sign", "title") => "Zu --adopt: der Titel, der im PDF steht",
        ("sign", "as_of") => "Zu --adopt: der Stand des Textes, Tag oder Monat",
        ("sign", "language") => {
            "Zu --adopt: die Sprache des Textes (ohne Angabe: die der vorigen Fassung, sonst de)"
        }
        ("sign", "label") => "Zu --adopt: wie sich die Fassung selbst nennt, wo das nicht die Nummer ist",
        ("sign", "prepare") => {
            "Das PDF schreiben, das ein anderes Programm unterschreiben soll; hier wird nichts unterschrieben"
        }
        ("sign", "sealed") => {
            "Das PDF nehmen, das so vorbereitet und dann mit einem anderen Programm unterschrieben wurde"
        }
        ("correct", "version_number") => {
            "Die Fassung, die berichtigt wird (ohne Angabe: die neueste, die nicht zurückgenommen ist)"
        }
        ("correct", "reason") => "Was falsch war, in Worten",
        ("correct" | "rendition", "pdf") => "Ein fertiges PDF, das übernommen wird, wie es ist",
        ("correct" | "rendition", "title") => "Der Titel in diesem PDF, wo er nicht der der Fassung ist",
        ("rendition", "purpose") => {
            "Der Zweck (consolidated: Lesefassung, reissue: Neuausgabe, accessible: barrierefreie Ausgabe)"
        }
        ("rendition", "version_number") => {
            "Die Fassung (ohne Angabe: die neueste, die nicht zurückgenommen ist)"
        }
        ("rendition", "language") => {
            "Die Sprache, wo sie nicht die der Fassung ist; der Entwurf ist dann policy.SPRACHE.toml"
        }
        ("rendition", "reason") => "Warum sie gemacht wird, in Worten",
        ("effect commence" | "effect postpone" | "effect extend" | "effect shorten", "version_number") => {
            "Die Fassung (ohne Angabe: die einzige, die in Frage kommt)"
        }
        ("effect commence" | "effect postpone" | "effect extend" | "effect shorten", "entry") => {
            "Der Eintrag: eine Freigabe oder eine Aufhebung (ohne Angabe: der einzige, der in Frage kommt)"
        }
        ("effect commence", "on") | ("effect postpone", "to") => "Der erste Tag in Kraft",
        ("effect", "for_whom") => "Für wen oder was sie gilt",
        ("effect", "for_all") => "Sie gilt für alle",
        ("effect", "beside") => {
            "Eine frühere Fassung, die daneben in Kraft bleibt, als „FASSUNG[ bis LETZTER TAG][ für WEN]“; mehrfach \
             möglich, none für keine"
        }
        ("effect", "version_number") => "Die Fassung, um die es geht",
        ("effect", "entry") => "Der Eintrag, um den es geht: eine Freigabe oder eine Aufhebung",
        ("repeal", "from") => "Der erste Tag, an dem nichts mehr in Kraft ist",
        ("repeal", "successors") => "Eine Regelung, die an die Stelle tritt",
        ("withdraw", "version_number") => "Die Fassung, die zurückgenommen wird",
        ("withdraw", "entry") => "Der Eintrag, der zurückgenommen wird",
        ("withdraw", "ground") => {
            "Der Grund (error: Irrtum, decision: Beschluss, court: gerichtliche Entscheidung)"
        }
        ("withdraw", "reason") => "Die Begründung in Worten",
        ("verify", "target") => {
            "Der Ordner eines Archivs, ein PDF oder ein Geltungsnachweis (ohne Angabe: das Archiv)"
        }
        ("verify", "pdf") => "Zu einem Geltungsnachweis: ob diese Datei die Fassung ist, die in Kraft war",
        ("prove", "pdf_out") => {
            "Dazu ein Blatt für Menschen: ein PDF, das sagt, was der Nachweis beweist, und ihn als Anlage enthält; \
             es darf es noch nicht geben"
        }
        ("prove", "output") => "Die Datei des Nachweises; es darf sie noch nicht geben",
        ("slip", "number") => "Die Fassung (ohne Angabe: die neueste)",
        ("slip", "output") => {
            "Die Datei des Blattes (ohne Angabe: KENNUNG-vN-aktenblatt.pdf hier); es darf sie noch nicht geben"
        }
        ("withhold", "version_number") => "Die Fassung, deren Dateien gesperrt werden",
        ("withhold", "entry") => {
            "Der Eintrag, dessen Dateien gesperrt werden: eine Freigabe, Ausgabe oder Evaluierung"
        }
        ("withhold", "ground") => {
            "Der Grund (erasure: Löschung, court: gerichtliche Entscheidung, decision: Beschluss)"
        }
        ("withhold", "reason") => "Die Begründung in Worten; sie wird veröffentlicht",
        ("withhold", "remove") => {
            "Die Dateien hier entfernen; auch nachträglich, wenn sie schon gesperrt sind"
        }
        ("review", "draft") => "Der Entwurf (ohne Angabe: review.toml neben policy.toml)",
        ("review", "start") => {
            "Einen Entwurf anlegen, mit dem sich beginnen lässt; nichts wird unterschrieben"
        }
        ("verify", "log_only") => {
            "Nur das Register prüfen, ohne die Dateien der Fassungen: für Kopien, die nur das Register haben"
        }
        ("cosign", "files") => "Was ein Zeuge gegeben hat",
        ("verify", "rebuild") => {
            "Jede Fassung und Ausgabe aus ihren archivierten Quelldaten neu setzen und die Bytes vergleichen"
        }
        ("due", "policy") => "Die Kennung der Regelung (ohne Angabe: jede, und die zeichnenden Personen)",
        ("due", "within") => "Wie viele Tage voraus (ohne Angabe: 30)",
        ("due", "ics") => "Die Tage in eine Kalenderdatei schreiben (iCalendar)",
        ("in-force" | "history", "policy") => "Die Kennung der Regelung (ohne Angabe: jede)",
        ("in-force" | "prove", "on") => "Der Tag, nach dem gefragt wird (ohne Angabe: heute)",
        ("in-force", "all") => "Jede Regelung (wie ohne REGELUNG)",
        ("in-force", "first") => "Alle Tage ab diesem (ohne Angabe, mit --until: ab dem allerersten)",
        ("in-force", "until") => {
            "Alle Tage vor diesem; er ist der erste danach (ohne Angabe, mit --from: ohne Ende)"
        }
        ("attach", "page") => "Die HTML-Seite (ohne Angabe: das Fragment ausgeben)",
        ("attach", "create") => "Die Seite anlegen, wenn es sie nicht gibt",
        ("attach", "site") => "Der veröffentlichte Ordner (ohne Angabe: site in inkraft.toml, sonst public)",
        ("attach", "heading") => "Ebene der Überschrift, 2 bis 4",
        ("init", "officer_key") => {
            "Erklärungen mit dem Schlüssel im ssh-agent unterschreiben, dessen öffentliche Hälfte dies ist (ohne \
             Angabe: einer wird angelegt)"
        }
        ("init", "seal_key") => {
            "PDF mit Schlüssel und Zertifikat aus dieser PKCS#12-Datei signieren (ohne Angabe: sie werden angelegt)"
        }
        ("init", "seal_passphrase_file") | ("key import", "p12_passphrase_file") => {
            "Die Passphrase der PKCS#12-Datei aus der ersten Zeile von DATEI lesen"
        }
        ("key new", "person") => "Das Kürzel der Person",
        ("key new", "seal") => "Einen Schlüssel für die Signatur in PDF anlegen, und sein Zertifikat",
        ("key new", "name") => "Der Name im Zertifikat (ohne Angabe: wie in der Zeichnungsregelung)",
        ("key new", "function") => "Die Funktion im Zertifikat (ohne Angabe: wie in der Zeichnungsregelung)",
        ("key import", "file") => "Die PKCS#12-Datei, oder die Datei mit dem öffentlichen Schlüssel",
        ("key import", "person") => "Wem er gehört: Kürzel der Person (ohne Angabe: officer in inkraft.toml)",
        ("key import", "p12_passphrase_fd") => {
            "Die Passphrase der PKCS#12-Datei aus der nächsten Zeile des offenen Dateideskriptors N lesen"
        }
        ("key rotate", "person") => "Wessen Schlüssel: Kürzel der Person oder PERSON/NUMMER",
        ("key rotate", "archive_key") => "Den Registerschlüssel",
        ("key rotate", "recovery") => "Einen Wiederherstellungsschlüssel, etwa recovery-1",
        ("key rotate", "reason") => {
            "Warum der alte geht (superseded: durch den neuen ersetzt, lost: verloren, compromised: in fremder Hand)"
        }
        ("key rotate", "new_passphrase_file") => {
            "Die Passphrase des neuen Schlüssels aus der ersten Zeile von DATEI lesen (ohne Angabe: wie für die anderen)"
        }
        ("key retire" | "key revoke", "key") => {
            "Der Schlüssel: PERSON/NUMMER, sein Name oder sein Fingerabdruck"
        }
        ("key revoke", "reason") => {
            "Warum er geht (lost: niemand hat ihn mehr, compromised: jemand anders hat ihn)"
        }
        ("key rotate" | "key revoke", "compromised_from") => {
            "Der erste Eintrag, den jemand anders mit ihm unterschrieben haben kann"
        }
        ("acknowledge", "entry") => {
            "Die Einträge (ohne Angabe: alle unwirksamen, nur nicht die einer neueren Programmfassung)"
        }
        ("confirm" | "void", "entry") => "Die Einträge",
        ("confirm" | "void", "all") => "Alle strittigen",
        ("charter amend", "add_person") => "Eine Person aufnehmen: ein Kürzel wie max-muster",
        ("charter amend", "change_person") => {
            "Angaben zu einer Person ändern; was nicht angegeben ist, bleibt"
        }
        ("charter amend", "remove_person") => {
            "Eine Person mit allen Schlüsseln und Zertifikaten herausnehmen; mehrfach möglich"
        }
        ("charter amend", "name") => "Der Name der Person, wie er gedruckt wird",
        ("charter amend", "function") => "Die Funktion, in der die Person unterschreibt (none: ohne)",
        ("charter amend", "from") => "Der erste Tag der Befugnis (none: ohne)",
        ("charter amend", "last_day") => "Der letzte Tag der Befugnis (none: ohne)",
        ("charter amend", "deputy_of") => "Wen die Person vertritt (none: niemanden); mehrfach möglich",
        ("charter amend", "add_key") => {
            "Den öffentlichen Schlüssel einer Person aufnehmen, PERSON-NUMMER.pub, wie key new ihn anlegt; mehrfach möglich"
        }
        ("charter amend", "add_recovery") => {
            "Einen Wiederherstellungsschlüssel nach seinem öffentlichen Schlüssel aufnehmen, etwa recovery-3-1.pub; \
             mehrfach möglich"
        }
        ("charter amend", "remove_key") => {
            "Einen Schlüssel herausnehmen, der nicht mehr gebraucht wird: PERSON/NUMMER, sein Name oder sein \
             Fingerabdruck; mehrfach möglich"
        }
        ("pending", "files") => "Die Datei einer schwebenden Erklärung (ohne Angabe: die im Ordner pending)",
        ("pending", "pdf_out") => "Das PDF, um das es geht, in diese Datei schreiben, um es anzusehen",
        ("approve" | "reject", "file") => "Die Datei der schwebenden Erklärung",
        ("approve", "out") => {
            "Die gezeichnete Erklärung in diese Datei schreiben (ohne Angabe: an die Stelle der gelesenen)"
        }
        ("approve", "recovery_key") => {
            "Für eine Zeichnungsregelung: der Wiederherstellungsschlüssel, mit dem unterschrieben wird, etwa auf einem \
             Datenträger (ohne Angabe: einer in keys/private)"
        }
        ("reject", "reason") => "Warum, in Worten",
        ("reject", "officer") => {
            "Wer ablehnt: das Kürzel einer Person (ohne Angabe: officer in inkraft.toml)"
        }
        ("reject", "discard") => "Die Datei auf diesem Rechner entfernen",
        ("charter amend", "add_seal") => "Ein Zertifikat für PDF-Signaturen aufnehmen; mehrfach möglich",
        ("charter amend", "person") => {
            "Wem die aufgenommenen Schlüssel und Zertifikate gehören: Kürzel einer Person (ohne Angabe: bei Schlüsseln \
             wie im Namen der Datei, bei Zertifikaten der Stelle selbst)"
        }
        ("charter amend", "remove_seal") => {
            "Ein Zertifikat herausnehmen: seine Datei, sein Fingerabdruck oder acht oder mehr Ziffern davon; mehrfach \
             möglich"
        }
        ("charter amend", "sign") => "Wie viele Personen eine Erklärung unterschreiben müssen",
        ("charter amend", "sign_for") => {
            "Wie viele Personen die Erklärungen einer Regelung unterschreiben müssen, REGELUNG=N oder \
             REGELUNG/GEGENSTAND=N (none statt N: wie sonst); mehrfach möglich"
        }
        ("charter amend", "sign_for_matter") => {
            "Wie viele Personen Erklärungen über einen Gegenstand unterschreiben müssen, force (Freigaben, Geltung, \
             Aufhebungen, Rücknahmen), rendition (Ausgaben), review (Evaluierungen) oder withhold (Sperrungen): \
             GEGENSTAND=N; mehrfach möglich"
        }
        ("charter amend", "amend") => {
            "Wie viele Personen eine Zeichnungsregelung mit Wiederherstellungsschlüsseln unterschreiben müssen"
        }
        ("charter amend", "add_publisher") => "Eine Stelle aufnehmen, die hier herausgibt; mehrfach möglich",
        ("charter amend", "remove_publisher") => {
            "Eine Stelle herausnehmen, die hier nicht mehr herausgibt; mehrfach möglich"
        }
        _ => return None,
    };
    Some(text)
}

/// Arguments that mean the same in every command.
fn everywhere(arg: &str) -> Option<&'static str> {
    let text = match arg {
        "lang" => "Sprache der Meldungen, de oder en (ohne Angabe: die des Systems)",
        "json" => "Antwort als JSON für Programme ausgeben",
        "policy" => "Die Kennung der Regelung",
        "events" => {
            "Was außerhalb des Archivs geschah, als „WAS TAG [WO]“; mehrfach möglich\n\n\
             WAS ist beschlossen, genehmigt, unterzeichnet, veröffentlicht oder beglaubigt: „veröffentlicht 29.06.2018 \
             Amtsblatt 12/2018“. Es wird festgehalten und gezeigt und entscheidet nichts."
        }
        "no_end" => "Ohne Ende",
        "awaits" => {
            "Der Beginn ist noch offen: worauf er wartet (publication: Veröffentlichung, approval: Genehmigung, \
             signature: Unterzeichnung, day: der Tag steht nicht fest)"
        }
        "not_before" => "Der früheste Tag eines offenen Beginns",
        "not_after" => "Der späteste Tag eines offenen Beginns: Bis dahin hat er begonnen, was auch geschah",
        "from" => "Der erste Tag in Kraft",
        "last_day" => "Der letzte Tag in Kraft",
        "as_known" => "Nur zählen, was bis zum Ende dieses Tages eingetragen war (ohne Angabe: alles)",
        "archive" => "Der Ordner des Archivs (ohne Angabe: archive, oder der aktuelle Ordner)",
        "trust" => {
            "Der Vertrauensanker (ohne Angabe: keys/anchor neben dem Archiv; zu einem Geltungsnachweis immer anzugeben)"
        }
        "authorities" => {
            "Die Wurzelzertifikate der Zeitstempeldienste, denen zu glauben ist, als PEM (ohne Angabe: \
             keys/authorities.pem neben dem Archiv)"
        }
        "no_memory" => "Nicht mit dem hier zuletzt bekannten Stand vergleichen, und keinen merken",
        "officer" => {
            "Wer unterschreibt: das Kürzel einer Person der Zeichnungsregelung (ohne Angabe: officer in inkraft.toml)"
        }
        "yes" => "Nicht nachfragen (für Skripte)",
        "accept_leftovers" => {
            "Reste eines abgebrochenen Eintrags entfernen, obwohl den letzten Eintrag ein anderer Rechner gemacht hat"
        }
        "no_stamp" => "Keinen Zeitstempeldienst fragen",
        "accept_clock" => "Eine Uhr hinnehmen, die weit vom letzten Eintrag entfernt ist",
        "acknowledge" => "Damit alle unwirksamen Einträge zur Kenntnis nehmen, wenn das Archiv welche hat",
        "recovery_key" => {
            "Ein Wiederherstellungsschlüssel, mit dem unterschrieben wird, etwa auf einem Datenträger; mehrfach \
             möglich (ohne Angabe: die in keys/private)"
        }
        "passphrase_file" => "Die Passphrase aus der ersten Zeile von DATEI lesen",
        "passphrase_fd" => "Die Passphrase aus der nächsten Zeile des offenen Dateideskriptors N lesen",
        _ => return None,
    };
    Some(text)
}

fn examples(path: &str) -> Option<&'static str> {
    let text = match path {
        "" => {
            "Zum Beginnen: init, new, check, preview, sign, verify; dann in-force und attach.\n\
             Zu jedem Befehl gibt es mit --help mehr."
        }
        "init" => {
            "Beispiele:\n  inkraft init\n  inkraft init regelwerk --publisher Musterkammer \\\n      \
             --origin kammer.example/regelwerk --officer \"Erika Muster\" \\\n      \
             --function Hauptgeschäftsführerin\n  inkraft init regelwerk --seal-key erika.p12\n  \
             inkraft init regelwerk --officer-key ~/.ssh/inkraft_ed25519.pub"
        }
        "new" => {
            "Beispiele:\n  inkraft new hausordnung\n  inkraft new hausordnung --title \"Hausordnung der Kammer\""
        }
        "schema" => "Beispiele:\n  inkraft schema -o documents/policy.schema.json",
        "check" => "Beispiele:\n  inkraft check hausordnung\n  inkraft check hausordnung --language en",
        "preview" => {
            "Beispiele:\n  inkraft preview hausordnung\n  inkraft preview hausordnung -o entwurf.pdf"
        }
        "template" => {
            "Beispiele:\n  inkraft template -o house/template.typ\n  inkraft template > template.typ"
        }
        "sign" => {
            "Beispiele:\n  inkraft sign hausordnung\n  inkraft sign hausordnung --from 01.01.2025 --last-day 31.12.2026\n  \
             inkraft sign hausordnung --amends 1 --event \"beschlossen 10.12.2024 Vollversammlung\"\n  \
             inkraft sign hausordnung --adopt alt.pdf --title Hausordnung --as-of 2018-07 \\\n      \
             --from 01.08.2018 --last-day 31.12.2024\n  \
             inkraft sign hausordnung --prepare fuer-die-karte.pdf\n  \
             inkraft sign hausordnung --sealed mit-karte-unterschrieben.pdf\n  \
             inkraft sign hausordnung --yes --passphrase-file passphrase.txt"
        }
        "translate" => {
            "Beispiele:\n  inkraft check hausordnung --language en\n  inkraft translate hausordnung --to en\n  \
             inkraft translate hausordnung --to en --version 2"
        }
        "effect" => {
            "Beispiele:\n  inkraft effect commence hausordnung --on 01.07.2026 \\\n      \
             --event \"veröffentlicht 30.06.2026 Amtsblatt 12/2026\"\n  \
             inkraft effect hausordnung --version 3 --from 01.07.2026\n  \
             inkraft effect hausordnung --version 2 --last-day 31.12.2027\n  \
             inkraft effect hausordnung --version 3 --beside \"1 bis 31.12.2027 für laufende Verfahren\""
        }
        "effect commence" => {
            "Beispiele:\n  inkraft effect commence hausordnung --on 01.07.2026\n  \
             inkraft effect commence hausordnung --on 01.07.2026 \\\n      \
             --event \"veröffentlicht 30.06.2026 Amtsblatt 12/2026\""
        }
        "effect postpone" => {
            "Beispiele:\n  inkraft effect postpone hausordnung --to 01.10.2026\n  \
             inkraft effect postpone hausordnung --awaits approval --not-before 01.10.2026"
        }
        "effect extend" => {
            "Beispiele:\n  inkraft effect extend hausordnung --last-day 31.12.2028\n  \
             inkraft effect extend hausordnung --version 2 --no-end"
        }
        "effect shorten" => "Beispiele:\n  inkraft effect shorten hausordnung --last-day 30.06.2026",
        "correct" => {
            "Beispiele:\n  inkraft correct hausordnung --reason \"Druckfehler in Abschnitt 2\"\n  \
             inkraft correct hausordnung --version 1 --pdf berichtigt.pdf \\\n      --reason \"Seite 3 fehlte\""
        }
        "rendition" => {
            "Beispiele:\n  inkraft rendition hausordnung --purpose accessible --pdf grossdruck.pdf\n  \
             inkraft rendition hausordnung --purpose reissue --version 1 --reason \"neues Logo\"\n  \
             inkraft rendition hausordnung --purpose consolidated --language en"
        }
        "repeal" => {
            "Beispiele:\n  inkraft repeal hausordnung --last-day 31.12.2025\n  \
             inkraft repeal hausordnung --from 01.01.2026 --successor benutzungsordnung\n  \
             inkraft repeal hausordnung --awaits approval --not-before 01.01.2026"
        }
        "withdraw" => {
            "Beispiele:\n  inkraft withdraw hausordnung --version 2 --ground error \\\n      --reason \"falsche Datei\""
        }
        "withhold" => {
            "Beispiele:\n  inkraft withhold hausordnung --version 1 --ground erasure \\\n      \
             --reason \"Löschung nach Art. 17 DSGVO, Az. 12-3\" --remove\n  \
             inkraft withhold hausordnung --entry 7 --remove"
        }
        "review" => {
            "Beispiele:\n  inkraft review hausordnung --start\n  inkraft review hausordnung\n  \
             inkraft review hausordnung --draft review-2025.toml --yes --passphrase-file passphrase.txt"
        }
        "stamp" => "Beispiele:\n  inkraft stamp",
        "cosign" => {
            "Beispiele:\n  inkraft cosign zeuge-1.txt zeuge-2.txt\n  inkraft cosign checkpoint.cosigned"
        }
        "verify" => {
            "Beispiele:\n  inkraft verify\n  inkraft verify archive --trust keys/anchor --json\n  \
             inkraft verify register-kopie --log-only --trust anchor\n  \
             inkraft verify hausordnung-v2.pdf\n  \
             inkraft verify nachweis.txt --trust anchor --pdf hausordnung-v2.pdf"
        }
        "in-force" => {
            "Beispiele:\n  inkraft in-force hausordnung\n  \
             inkraft in-force hausordnung --on 31.12.2025 --as-known 30.06.2025\n  \
             inkraft in-force hausordnung --from 01.01.2024 --until 01.01.2026\n  inkraft in-force --all --json"
        }
        "history" => {
            "Beispiele:\n  inkraft history hausordnung\n  \
             inkraft history hausordnung --as-known 30.06.2025 --json"
        }
        "prove" => {
            "Beispiele:\n  inkraft prove hausordnung --on 31.12.2025 -o nachweis.txt\n  \
             inkraft prove hausordnung --on 31.12.2025 --as-known 30.06.2025 -o damals.txt\n  \
             inkraft prove hausordnung --on 31.12.2025 -o nachweis.txt --pdf-out nachweis.pdf\n  \
             inkraft verify nachweis.txt --trust anchor --pdf hausordnung-v2.pdf"
        }
        "slip" => {
            "Beispiele:\n  inkraft slip hausordnung\n  inkraft slip hausordnung --version 2 -o aktenblatt.pdf\n  \
             inkraft-verify slip hausordnung --archive kopie --trust anchor"
        }
        "due" => {
            "Beispiele:\n  inkraft due\n  inkraft due hausordnung --within 90\n  inkraft due --within 365 --json"
        }
        "attach" => {
            "Beispiele:\n  inkraft attach hausordnung --page public/impressum.html --create\n  \
             inkraft attach hausordnung > fragment.html"
        }
        "key new" => {
            "Beispiele:\n  inkraft key new erika-muster\n  inkraft key new erika-muster --seal\n  \
             inkraft key new max-meier --seal --name \"Max Meier\" --function Stellvertreter"
        }
        "key import" => {
            "Beispiele:\n  inkraft key import erika.p12\n  inkraft key import max.pfx --person max-meier\n  \
             inkraft key import ~/.ssh/inkraft_ed25519.pub --person max-meier"
        }
        "pending" => {
            "Beispiele:\n  inkraft pending\n  inkraft pending hausordnung-issue-1a2b3c4d.inkraft\n  \
             inkraft pending hausordnung-issue-1a2b3c4d.inkraft --pdf-out ansehen.pdf"
        }
        "approve" => {
            "Beispiele:\n  inkraft approve hausordnung-issue-1a2b3c4d.inkraft\n  \
             inkraft approve hausordnung-issue-1a2b3c4d.inkraft --as max-muster\n  \
             inkraft approve charter-1a2b3c4d.inkraft \\\n      --recovery-key /media/tresor/recovery-2-1.key"
        }
        "reject" => {
            "Beispiele:\n  inkraft reject hausordnung-issue-1a2b3c4d.inkraft \\\n      --reason \"Abschnitt 3 fehlt\"\n  \
             inkraft reject pending/hausordnung-issue-1a2b3c4d.inkraft --discard"
        }
        "charter show" => "Beispiele:\n  inkraft charter show\n  inkraft charter show --json",
        "charter amend" => {
            "Beispiele:\n  inkraft charter amend --add-person max-muster --name \"Max Muster\" \\\n      \
             --function Stellvertreter --deputy-of erika-muster \\\n      --add-key keys/max-muster-1.pub\n  \
             inkraft charter amend --change-person max-muster --last-day 31.12.2027\n  \
             inkraft charter amend --remove-person max-muster\n  \
             inkraft charter amend --sign 2 --sign-for-matter review=1\n  \
             inkraft charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster\n  \
             inkraft charter amend --add-recovery keys/recovery-3-1.pub \\\n      \
             --recovery-key /media/tresor/recovery-1-1.key"
        }
        "key rotate" => {
            "Beispiele:\n  inkraft key rotate erika-muster\n  inkraft key rotate --archive\n  \
             inkraft key rotate --recovery recovery-1 --reason lost\n  \
             inkraft key rotate erika-muster --reason compromised --compromised-from 12"
        }
        "key retire" => {
            "Beispiele:\n  inkraft key retire max-muster/1\n  inkraft key retire \"96c1 5f3e 07ab\""
        }
        "key revoke" => {
            "Beispiele:\n  inkraft key revoke max-muster/1 --reason lost\n  \
             inkraft key revoke max-muster/1 --reason compromised --compromised-from 12"
        }
        "acknowledge" => "Beispiele:\n  inkraft acknowledge\n  inkraft acknowledge 17 18",
        "confirm" => "Beispiele:\n  inkraft confirm 12 13\n  inkraft confirm --all",
        "void" => "Beispiele:\n  inkraft void 14\n  inkraft void --all",
        "key list" => "Beispiele:\n  inkraft key list\n  inkraft key list --json",
        _ => return None,
    };
    Some(text)
}
