//! Why a charter cannot be changed so.
//!
//! Specification: `docs/archive-format.md`, "Charter" and "Amending". Said before any key is opened; nothing was changed.

use std::path::PathBuf;

use crate::base::{Day, Digest, Id, Lang, Say, lang};

/// Why a charter cannot be changed so. Nothing was changed.
#[derive(Debug)]
pub enum NoChange {
    /// Nothing is to be changed.
    Nothing,
    /// The certificate is in the charter already.
    SealThere(Digest),
    /// The charter names nobody of that short name; those whom it names.
    Nobody(Id, Vec<String>),
    /// The charter names no certificate, or several, of that fingerprint.
    NoSeal(String),
    /// Something is said of a person, and not of whom.
    WhoseDetails,
    /// There is such a person already.
    PersonThere(Id),
    /// A short name that cannot be a person's: files of that name are the archive key's.
    Reserved,
    /// Somebody is to stand in for itself.
    OwnDeputy(Id),
    /// The authority ends before it begins.
    Ends { from: Day, last: Day },
    /// A file of a public key whose name does not say whose it is.
    KeyFile(PathBuf),
    /// A key is named twice.
    Twice(String),
    /// A public key that an earlier charter or this one has under that name.
    KeyKnown(String),
    /// A public key that the charter in use has under that name.
    KeyInUse(String),
    /// A recovery key where a person's is meant: its name, and as the command wants it.
    IsRecovery(String, String),
    /// A name that another key had.
    NameUsed(String),
    /// The charter names no key so; those that it has.
    NoKey(String, Vec<String>),
    /// The charter names several keys so.
    Several(String, Vec<String>),
    /// The archive key can only be exchanged.
    Archive,
    /// Another kind of key is needed there.
    OtherRole(String),
    /// Since when a key is in foreign hands: only said of officers' keys, and of entries that there are.
    CompromisedFrom { entries: u64 },
    /// Since when a key is in foreign hands: not before the entry from which a charter names it.
    KeyYounger { key: String, acts: u64 },
    /// Since when a key is in foreign hands is said without the reason.
    NotCompromised,
    /// Fewer people have an officer's key than must sign.
    TooFewOfficers { need: u32, have: u32 },
    /// The loss of one recovery key would lock the archive.
    TooFewRecovery { amend: u32, have: u32 },
    /// No number is stated there.
    NoSpecial,
    /// A text that states no number for a policy or a matter.
    NotSpecial(String),
    /// The publisher is there already.
    PublisherThere(String),
    /// There is no such publisher; those that there are.
    NoPublisher(String, Vec<String>),
    /// Nobody would publish.
    LastPublisher,
    /// The entry is none of those that can be ruled upon so; those that can.
    NotThere { entry: u64, there: Vec<u64> },
    /// There is nothing to acknowledge.
    NothingVoid,
    /// There is nothing to confirm or void.
    NothingDisputed,
}

impl Say for NoChange {
    #[allow(clippy::too_many_lines, reason = "one sentence each")]
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Nothing => lang::say!(lang, "es ändert sich nichts", "nothing would change"),
            Self::SealThere(digest) => {
                let print = digest.groups();
                lang::say!(
                    lang,
                    "das Zertifikat {print} steht schon in der Zeichnungsregelung",
                    "the certificate {print} is in the charter already"
                )
            }
            Self::Nobody(id, _) => lang::say!(
                lang,
                "„{id}“ ist keine Person der Zeichnungsregelung",
                "\"{id}\" is nobody in the charter"
            ),
            Self::NoSeal(typed) => lang::say!(
                lang,
                "die Zeichnungsregelung nennt nicht genau ein Zertifikat, dessen Fingerabdruck mit „{typed}“ beginnt",
                "the charter does not name exactly one certificate whose fingerprint begins with \"{typed}\""
            ),
            Self::WhoseDetails => lang::say!(
                lang,
                "es ist nicht gesagt, um welche Person es geht",
                "it is not said which person is meant"
            ),
            Self::PersonThere(id) => lang::say!(
                lang,
                "„{id}“ steht schon in der Zeichnungsregelung",
                "\"{id}\" is in the charter already"
            ),
            Self::Reserved => lang::say!(
                lang,
                "„archive“ kann nicht das Kürzel einer Person sein: So heißen die Dateien des Registerschlüssels",
                "\"archive\" cannot be a person's short name: the files of the archive key are called so"
            ),
            Self::OwnDeputy(id) => {
                lang::say!(
                    lang,
                    "„{id}“ kann sich nicht selbst vertreten",
                    "\"{id}\" cannot stand in for itself"
                )
            }
            Self::Ends { from, last } => {
                let (from, last) = (from.short(lang), last.short(lang));
                lang::say!(
                    lang,
                    "der letzte Tag der Befugnis ({last}) liegt vor dem ersten ({from})",
                    "the last day of the authority ({last}) lies before the first ({from})"
                )
            }
            Self::KeyFile(path) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "der Name {path} sagt nicht, wessen Schlüssel es ist",
                    "the name {path} does not say whose key it is"
                )
            }
            Self::Twice(name) => {
                lang::say!(lang, "der Schlüssel {name} ist zweimal genannt", "the key {name} is named twice")
            }
            Self::KeyKnown(name) => lang::say!(
                lang,
                "diesen Schlüssel gibt oder gab es schon, unter dem Namen {name}",
                "this key is or was there already, under the name {name}"
            ),
            Self::KeyInUse(name) => lang::say!(
                lang,
                "diesen Schlüssel nennt die Zeichnungsregelung schon, unter dem Namen {name}",
                "the charter names this key already, under the name {name}"
            ),
            Self::IsRecovery(name, _) => {
                lang::say!(lang, "{name} ist ein Wiederherstellungsschlüssel", "{name} is a recovery key")
            }
            Self::NameUsed(name) => lang::say!(
                lang,
                "{name} hieß schon ein anderer Schlüssel",
                "{name} was the name of another key already"
            ),
            Self::NoKey(typed, _) => lang::say!(
                lang,
                "die Zeichnungsregelung nennt keinen solchen Schlüssel „{typed}“",
                "the charter names no such key \"{typed}\""
            ),
            Self::Several(typed, _) => {
                lang::say!(lang, "„{typed}“ trifft auf mehrere Schlüssel zu", "\"{typed}\" fits several keys")
            }
            Self::Archive => lang::say!(
                lang,
                "ohne Registerschlüssel geht es nicht: er lässt sich nur auswechseln",
                "there must be an archive key: it can only be exchanged"
            ),
            Self::OtherRole(name) => {
                lang::say!(lang, "{name} ist ein Schlüssel anderer Art", "{name} is a key of another kind")
            }
            Self::CompromisedFrom { entries } => {
                let last = entries.saturating_sub(1);
                lang::say!(
                    lang,
                    "der erste Eintrag in fremder Hand muss einer von 1 bis {last} sein und der Schlüssel der einer Person, die Erklärungen unterschreibt",
                    "the first entry in foreign hands must be one from 1 to {last}, and the key an officer's"
                )
            }
            Self::KeyYounger { key, acts } => lang::say!(
                lang,
                "{key} steht erst ab Eintrag {acts} in der Zeichnungsregelung; davor kann nichts damit unterschrieben sein",
                "{key} is in the charter from entry {acts} on; nothing before can be signed with it"
            ),
            Self::NotCompromised => lang::say!(
                lang,
                "ein erster Eintrag in fremder Hand passt nur zum Grund „compromised“",
                "a first entry in foreign hands goes with the reason \"compromised\" only"
            ),
            Self::TooFewOfficers { need, have } => lang::say!(
                lang,
                "danach hätten {have} Person(en) einen Schlüssel zum Unterschreiben, verlangt sind {need} Unterschrift(en)",
                "{have} person(s) would have a key to sign with, {need} signature(s) are needed"
            ),
            Self::TooFewRecovery { amend, have } => {
                let needed = amend + 1;
                lang::say!(
                    lang,
                    "danach gäbe es Wiederherstellungsschlüssel von {have} Person(en), nötig sind {needed}: Sonst sperrt der Verlust eines einzigen das Archiv",
                    "there would be recovery keys of {have} person(s), {needed} are needed: else the loss of a single one locks the archive"
                )
            }
            Self::NoSpecial => lang::say!(
                lang,
                "dafür ist keine eigene Zahl bestimmt",
                "no number of its own is stated for this"
            ),
            Self::NotSpecial(typed) => lang::say!(
                lang,
                "„{typed}“ sagt nicht, wofür wie viele unterschreiben müssen",
                "\"{typed}\" does not say how many must sign what"
            ),
            Self::PublisherThere(name) => {
                lang::say!(lang, "„{name}“ ist schon Herausgeber", "\"{name}\" is a publisher already")
            }
            Self::NoPublisher(name, _) => {
                lang::say!(lang, "„{name}“ ist kein Herausgeber", "\"{name}\" is no publisher")
            }
            Self::LastPublisher => {
                lang::say!(lang, "danach gäbe es keinen Herausgeber", "there would be no publisher")
            }
            Self::NotThere { entry, .. } => lang::say!(
                lang,
                "über Eintrag {entry} ist nichts zu entscheiden",
                "there is nothing to decide about entry {entry}"
            ),
            Self::NothingVoid => lang::say!(
                lang,
                "es gibt keinen unwirksamen Eintrag, der nicht schon zur Kenntnis genommen ist",
                "there is no void entry that is not acknowledged already"
            ),
            Self::NothingDisputed => {
                lang::say!(lang, "keine Erklärung ist strittig", "no record is disputed")
            }
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        let there = |known: &[String]| {
            let known = known.join(", ");
            lang::say!(lang, "Es gibt: {known}.", "There are: {known}.")
        };
        Some(match self {
            Self::Nobody(_, known) | Self::NoPublisher(_, known) => there(known),
            Self::NoKey(_, known) | Self::Several(_, known) => {
                let known = known.join(", ");
                lang::say!(
                    lang,
                    "Den Namen, PERSON/NUMMER oder acht Ziffern des Fingerabdrucks angeben: {known}.",
                    "Give the name, PERSON/NUMBER or eight digits of the fingerprint: {known}."
                )
            }
            Self::NoSeal(_) => lang::say!(
                lang,
                "`inkraft charter show` zeigt sie; acht Ziffern oder mehr angeben.",
                "`inkraft charter show` shows them; give eight digits or more."
            ),
            Self::WhoseDetails => lang::say!(
                lang,
                "Mit --add-person oder --change-person angeben.",
                "Give it with --add-person or --change-person."
            ),
            Self::PersonThere(_) => lang::say!(
                lang,
                "Angaben ändern mit --change-person.",
                "Change what is said of a person with --change-person."
            ),
            Self::Reserved => lang::say!(lang, "Ein anderes Kürzel wählen.", "Choose another short name."),
            Self::KeyFile(_) => lang::say!(
                lang,
                "Die Datei heißt PERSON-NUMMER.pub, wie `inkraft key new PERSON` sie anlegt: keys/max-muster-1.pub.",
                "The file is called PERSON-NUMBER.pub, as `inkraft key new PERSON` makes it: keys/max-muster-1.pub."
            ),
            Self::KeyInUse(_) => lang::say!(
                lang,
                "Für einen weiteren mit `inkraft key new PERSON` einen neuen anlegen.",
                "For another one, make a new one with `inkraft key new PERSON`."
            ),
            Self::IsRecovery(_, who) => lang::say!(
                lang,
                "Auswechseln mit `inkraft key rotate --recovery {who}`.",
                "Exchange it with `inkraft key rotate --recovery {who}`."
            ),
            Self::NameUsed(_) => lang::say!(
                lang,
                "Name und Nummer werden nie wieder vergeben: mit `inkraft key new PERSON` einen neuen anlegen.",
                "A name and number are never given again: make a new one with `inkraft key new PERSON`."
            ),
            Self::KeyKnown(_) => lang::say!(
                lang,
                "Ein herausgenommener Schlüssel kommt nicht zurück: mit `inkraft key new PERSON` einen neuen anlegen.",
                "A key that was taken out does not come back: make a new one with `inkraft key new PERSON`."
            ),
            Self::Archive => lang::say!(
                lang,
                "Auswechseln mit `inkraft key rotate --archive`; ist er verloren oder seine Passphrase vergessen, mit --reason lost, ist er gestohlen, mit --reason compromised.",
                "Exchange it with `inkraft key rotate --archive`; if it is lost or its passphrase forgotten, with --reason lost, if it was stolen, with --reason compromised."
            ),
            Self::OtherRole(_) => lang::say!(
                lang,
                "`inkraft charter show` zeigt, welcher Schlüssel was darf.",
                "`inkraft charter show` shows what each key may do."
            ),
            Self::CompromisedFrom { .. } | Self::KeyYounger { .. } => lang::say!(
                lang,
                "`inkraft history REGELUNG` zeigt die Einträge und wer sie gezeichnet hat.",
                "`inkraft history POLICY` shows the entries and who signed them."
            ),
            Self::NotCompromised => {
                lang::say!(lang, "--reason compromised angeben.", "Give --reason compromised.")
            }
            Self::TooFewOfficers { .. } => lang::say!(
                lang,
                "Zugleich einen Schlüssel aufnehmen (`inkraft key rotate PERSON` wechselt ihn aus, --add-key nimmt einen weiteren auf), oder die Zahl mit --sign und --sign-for senken.",
                "Add a key in the same command (`inkraft key rotate PERSON` exchanges it, --add-key adds another one), or lower the number with --sign and --sign-for."
            ),
            Self::TooFewRecovery { .. } => lang::say!(
                lang,
                "Zugleich einen anderen aufnehmen (`inkraft key new recovery-3`, dann --add-recovery keys/recovery-3-1.pub), oder auswechseln mit `inkraft key rotate --recovery NAME`.",
                "Add another one in the same command (`inkraft key new recovery-3`, then --add-recovery keys/recovery-3-1.pub), or exchange it with `inkraft key rotate --recovery NAME`."
            ),
            Self::NotSpecial(_) => lang::say!(
                lang,
                "Zum Beispiel --sign-for hausordnung=2, --sign-for hausordnung/review=1 oder --sign-for-matter review=1; none statt einer Zahl hebt es auf. Was es gibt: force, rendition, review, withhold.",
                "For instance --sign-for house-rules=2, --sign-for house-rules/review=1 or --sign-for-matter review=1; none in place of a number ends it. There are: force, rendition, review, withhold."
            ),
            Self::NotThere { there, .. } if !there.is_empty() => {
                let there = numbers(there);
                lang::say!(lang, "Zu entscheiden ist über: {there}.", "To be decided is about: {there}.")
            }
            _ => return None,
        })
    }
}

fn numbers(entries: &[u64]) -> String {
    entries.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}
