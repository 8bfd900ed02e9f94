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
             Die lesenden Befehle von inkraft: Sie brauchen weder Netz noch Schlüssel und schreiben nichts."
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
        "effect" => {
            "Neu bestimmen, wann eine Fassung (oder eine Aufhebung) in Kraft tritt\n\n\
             Damit wird der Beginn festgestellt, verschoben oder das Ende verlängert oder verkürzt. Was nicht \
             angegeben wird, bleibt, wie es war."
        }
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
        "schema" => {
            "Das JSON-Schema der Entwürfe ausgeben\n\n\
             Editoren, die TOML kennen, ergänzen und prüfen damit einen Entwurf: Man legt es neben die Entwürfe \
             und schreibt `#:schema ../policy.schema.json` in die erste Zeile eines jeden.\n\n\
             Rückgabewerte: 0 es ist geschrieben; 2 es ging nicht."
        }
        "verify" => {
            "Ein Archiv oder einen Geltungsnachweis prüfen, oder feststellen, welche Fassung ein PDF ist\n\n\
             Braucht weder Netz noch Schlüssel und schreibt nichts; ein Nachweis braucht nur den Vertrauensanker.\n\n\
             Rückgabewerte: 0 es hält stand; 1 es hält nicht stand oder ist nicht verankert; 2 es konnte nicht \
             geprüft werden."
        }
        "in-force" => {
            "Sagen, welche Fassung an einem Tag in Kraft war\n\n\
             Die Antwort folgt aus den Einträgen des Registers, das vorher geprüft wird.\n\n\
             Rückgabewerte: 0 eine Fassung; 3 nichts in Kraft; 4 noch offen oder mehrere; 1 das Archiv hält \
             der Prüfung nicht stand oder ist nicht verankert; 2 es konnte nicht festgestellt werden. Ohne REGELUNG der höchste Wert \
             aller Antworten."
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
             Rückgabewerte: 0 geschrieben, wie immer die Antwort lautet; 1 das Archiv hält der Prüfung nicht stand \
             oder ist nicht verankert; 2 es konnte nicht geschrieben werden."
        }
        "attach" => {
            "Die Fassungen einer Regelung auf die Seite des Impressums bringen\n\n\
             Legt die PDFs an ihren dauerhaften Platz im veröffentlichten Ordner und erneuert auf der Seite, \
             was zwischen den Marken der Regelung steht; sonst ändert sich dort kein Byte. Fehlen die Marken, \
             sagt der Befehl, welche einzufügen sind."
        }
        "key" => "Schlüssel anlegen und auflisten",
        "key new" => {
            "Einen Schlüssel für eine Person anlegen\n\n\
             Unterschreiben darf er erst, wenn eine Zeichnungsregelung ihn nennt."
        }
        "key list" => {
            "Die Schlüssel hier und in der Zeichnungsregelung auflisten\n\n\
             Rückgabewerte: 0 aufgelistet; 1 das Archiv hält der Prüfung nicht stand; 2 es konnte nicht \
             aufgelistet werden."
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
        ("effect", "version_number") => "Die Fassung, um die es geht",
        ("effect", "entry") => "Der Eintrag, um den es geht: eine Freigabe oder eine Aufhebung",
        ("effect", "no_end") => "Ohne Ende",
        ("effect", "awaits") => {
            "Der Beginn ist noch offen: worauf er wartet (publication: Veröffentlichung, approval: Genehmigung, \
             signature: Unterzeichnung, day: der Tag steht nicht fest)"
        }
        ("effect", "not_before") => "Der früheste Tag eines offenen Beginns",
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
        ("verify", "rebuild") => {
            "Jede Fassung und Ausgabe aus ihren archivierten Quelldaten neu setzen und die Bytes vergleichen"
        }
        ("in-force" | "history", "policy") => "Die Kennung der Regelung (ohne Angabe: jede)",
        ("in-force" | "prove", "on") => "Der Tag, nach dem gefragt wird (ohne Angabe: heute)",
        ("attach", "page") => "Die HTML-Seite (ohne Angabe: das Fragment ausgeben)",
        ("attach", "create") => "Die Seite anlegen, wenn es sie nicht gibt",
        ("attach", "site") => "Der veröffentlichte Ordner (ohne Angabe: site in inkraft.toml, sonst public)",
        ("attach", "heading") => "Ebene der Überschrift, 2 bis 4",
        ("key new", "person") => "Das Kürzel der Person",
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
        "from" => "Der erste Tag in Kraft",
        "last_day" => "Der letzte Tag in Kraft",
        "as_known" => "Nur zählen, was bis zum Ende dieses Tages eingetragen war (ohne Angabe: alles)",
        "archive" => "Der Ordner des Archivs (ohne Angabe: archive, oder der aktuelle Ordner)",
        "trust" => "Der Vertrauensanker (ohne Angabe: keys/anchor neben dem Archiv)",
        "officer" => {
            "Wer unterschreibt: das Kürzel einer Person der Zeichnungsregelung (ohne Angabe: officer in inkraft.toml)"
        }
        "yes" => "Nicht nachfragen (für Skripte)",
        "accept_leftovers" => {
            "Reste eines abgebrochenen Eintrags entfernen, obwohl den letzten Eintrag ein anderer Rechner gemacht hat"
        }
        "accept_clock" => "Eine Uhr hinnehmen, die weit vom letzten Eintrag entfernt ist",
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
             --function Hauptgeschäftsführerin"
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
             inkraft sign hausordnung --yes --passphrase-file passphrase.txt"
        }
        "translate" => {
            "Beispiele:\n  inkraft check hausordnung --language en\n  inkraft translate hausordnung --to en\n  \
             inkraft translate hausordnung --to en --version 2"
        }
        "effect" => {
            "Beispiele:\n  inkraft effect hausordnung --version 3 --from 01.07.2026\n  \
             inkraft effect hausordnung --version 2 --last-day 31.12.2027"
        }
        "repeal" => {
            "Beispiele:\n  inkraft repeal hausordnung --last-day 31.12.2025\n  \
             inkraft repeal hausordnung --from 01.01.2026 --successor benutzungsordnung"
        }
        "withdraw" => {
            "Beispiele:\n  inkraft withdraw hausordnung --version 2 --ground error \\\n      --reason \"falsche Datei\""
        }
        "verify" => {
            "Beispiele:\n  inkraft verify\n  inkraft verify archive --trust keys/anchor --json\n  \
             inkraft verify hausordnung-v2.pdf\n  \
             inkraft verify nachweis.txt --trust anchor --pdf hausordnung-v2.pdf"
        }
        "in-force" => {
            "Beispiele:\n  inkraft in-force hausordnung\n  \
             inkraft in-force hausordnung --on 31.12.2025 --as-known 30.06.2025\n  inkraft in-force --json"
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
        "attach" => {
            "Beispiele:\n  inkraft attach hausordnung --page public/impressum.html --create\n  \
             inkraft attach hausordnung > fragment.html"
        }
        "key new" => "Beispiele:\n  inkraft key new erika-muster",
        "key list" => "Beispiele:\n  inkraft key list\n  inkraft key list --json",
        _ => return None,
    };
    Some(text)
}
