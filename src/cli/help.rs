//! German help texts and usage errors for a command tree that clap derives in English.
//!
//! Takes a `clap::Command` or a `clap::Error` and a language; gives the command with its texts replaced,
//! or the message. Does not print and does not exit. English help is left as clap writes it.
//!
//! clap has no translations, so headings are set by a template, "[OPTIONS]" by an overridden usage line,
//! and default and possible values are written into the help texts. The texts go in before the tree
//! is built and the frame afterwards, because only then clap's own `help` and `version` are there.

use clap::builder::Str;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use super::help_de::{AFTER, german};
use crate::base::lang::say;
use crate::base::{Lang, Misspelt};

/// Looks up the German text of a command or an argument.
type Texts = dyn Fn(&str, Option<&str>) -> Option<&'static str>;

/// The command tree in the language of the user.
pub fn localise(cmd: Command, lang: Lang) -> Command {
    localise_with(cmd, lang, &german)
}

/// Every visible command and argument that has no German text, as `key new --name` or `key new <file>`.
#[cfg(test)]
pub fn missing(cmd: &Command) -> Vec<String> {
    let mut found = Vec::new();
    missing_with(cmd, "", &german, &mut found);
    found
}

#[cfg(test)]
fn missing_with(cmd: &Command, path: &str, texts: &Texts, found: &mut Vec<String>) {
    let name = if path.is_empty() { cmd.get_name() } else { path };
    let after = cmd.get_after_help().is_some() || cmd.get_after_long_help().is_some();
    if texts(path, None).is_none() {
        found.push(name.to_owned());
    }
    if after && texts(path, Some(AFTER)).is_none() {
        found.push(format!("{name} {AFTER}"));
    }
    for arg in cmd.get_arguments().filter(|arg| !arg.is_hide_set() && own_text(arg).is_none()) {
        if texts(path, Some(arg.get_id().as_str())).is_none() {
            found.push(format!("{name} {}", arg.get_id()));
        }
    }
    for sub in cmd.get_subcommands().filter(|sub| !sub.is_hide_set() && sub.get_name() != "help") {
        missing_with(sub, &below(path, sub.get_name()), texts, found);
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

fn localise_with(cmd: Command, lang: Lang, texts: &Texts) -> Command {
    let name = cmd.get_name().to_owned();
    let cmd = match lang {
        Lang::En => cmd,
        Lang::De => with_texts(cmd, "", texts),
    };
    let mut cmd = with_name(cmd, &name);
    match lang {
        Lang::En => cmd,
        Lang::De => {
            // Texts first: building notes whether there is a long help, and hands global arguments down.
            cmd.build();
            with_frame(cmd)
        }
    }
}

/// The texts of the author's commands and arguments.
fn with_texts(mut cmd: Command, path: &str, texts: &Texts) -> Command {
    let of_program = || texts(path, None);
    let about = if path.is_empty() { texts(cmd.get_name(), None).or_else(of_program) } else { of_program() };
    if let Some(text) = about {
        let (short, whole) = paragraphs(text);
        cmd = cmd.about(short).long_about(whole);
    }
    if let Some(text) = texts(path, Some(AFTER)).filter(|_| cmd.get_after_help().is_some()) {
        cmd = cmd.after_help(text).after_long_help(None);
    }
    cmd.mut_args(|arg| german_arg(arg, path, texts)).mut_subcommands(|sub| {
        let path = below(path, sub.get_name());
        with_texts(sub, &path, texts)
    })
}

/// The examples, which are written for `inkraft`, in the name of the program that has the command.
fn with_name(cmd: Command, name: &str) -> Command {
    let examples =
        cmd.get_after_help().map(|t| t.to_string().replace("\n  inkraft ", &format!("\n  {name} ")));
    let cmd = match examples {
        Some(text) => cmd.after_help(text),
        None => cmd,
    };
    cmd.mut_subcommands(|sub| with_name(sub, name))
}

/// Everything that clap itself writes, in a built tree.
fn with_frame(cmd: Command) -> Command {
    let headings = cmd.get_arguments().any(|arg| arg.get_help_heading().is_some());
    let mut cmd = cmd
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "Argumente" } else { "Optionen" };
            let unset = headings && arg.get_help_heading().is_none();
            let arg = if unset { arg.help_heading(heading) } else { arg };
            match own_text(&arg) {
                Some(text) => arg.help(text).long_help(None),
                None => arg,
            }
        })
        .mut_subcommands(|sub| match sub.get_name() {
            "help" => with_frame(sub).about("Diese Hilfe oder die eines Befehls anzeigen").long_about(None),
            _ => with_frame(sub),
        });
    if cmd.get_subcommand_value_name().is_none() {
        cmd = cmd.subcommand_value_name("BEFEHL");
    }
    if cmd.get_subcommand_help_heading().is_none() {
        cmd = cmd.subcommand_help_heading("Befehle");
    }
    let usage = german_usage(&cmd.render_usage().to_string());
    let template = template(&cmd, headings);
    cmd.override_usage(usage).help_template(template)
}

/// The usage lines without their heading, in German, each below the first.
fn german_usage(usage: &str) -> String {
    let usage = usage.trim();
    let usage = usage.strip_prefix("Usage:").unwrap_or(usage).replace("[OPTIONS]", "[OPTIONEN]");
    usage.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n        ")
}

/// Headings and order as in clap's own help.
fn template(cmd: &Command, headings: bool) -> String {
    let styles = cmd.get_styles();
    let (usage, header) = (styles.get_usage(), styles.get_header());
    let mut sections: Vec<String> = Vec::new();
    if headings {
        sections.push("{all-args}".to_owned());
    } else {
        let mut section = |shown: bool, heading: &str, tag: &str| {
            if shown {
                sections.push(format!("{header}{heading}:{header:#}\n{{{tag}}}"));
            }
        };
        let commands = cmd.get_subcommand_help_heading().unwrap_or("Befehle");
        section(cmd.get_subcommands().any(|sub| !sub.is_hide_set()), commands, "subcommands");
        section(cmd.get_positionals().any(|arg| !arg.is_hide_set()), "Argumente", "positionals");
        let options = cmd.get_arguments().any(|arg| !arg.is_positional() && !arg.is_hide_set());
        section(options, "Optionen", "options");
    }
    let sections = sections.join("\n\n");
    format!(
        "{{before-help}}{{about-with-newline}}\n{usage}Aufruf:{usage:#} {{usage}}\n\n{sections}{{after-help}}"
    )
}

fn german_arg(arg: Arg, path: &str, texts: &Texts) -> Arg {
    let Some(text) = texts(path, Some(arg.get_id().as_str())) else { return arg };
    let note = values_note(&arg);
    let (short, whole) = paragraphs(text);
    let values = arg.get_action().takes_values();
    let arg = if values {
        let names: Vec<Str> =
            arg.get_value_names().unwrap_or_default().iter().map(german_value_name).collect();
        let arg = if names.is_empty() { arg } else { arg.value_names(names) };
        arg.hide_default_value(true).hide_possible_values(true)
    } else {
        arg
    };
    let arg = arg.help(format!("{short}{note}"));
    match whole {
        Some(whole) => arg.long_help(format!("{whole}{note}")),
        None => arg.long_help(None),
    }
}

/// What stands for a value in the usage line.
fn german_value_name(name: &Str) -> Str {
    let german = match name.as_str() {
        "DAY" => "TAG",
        "DAYS" => "TAGE",
        "DIR" => "ORDNER",
        "ENTRY" => "EINTRAG",
        "EVENT" => "EREIGNIS",
        "FILE" => "DATEI",
        "FINGERPRINT" => "FINGERABDRUCK",
        "GROUND" => "GRUND",
        "KEY" => "SCHLÜSSEL",
        "LANG" | "LANGUAGE" => "SPRACHE",
        "MATTER=N" => "GEGENSTAND=N",
        "MONTH" => "MONAT",
        "POLICY" => "REGELUNG",
        "PURPOSE" => "ZWECK",
        "REASON" => "GRUND",
        "TARGET" => "ZIEL",
        "VERSION" => "FASSUNG",
        "WHAT" => "WORAUF",
        "WHAT=N" => "WOFÜR=N",
        _ => return name.clone(),
    };
    german.into()
}

/// The text of an argument that clap makes itself.
fn own_text(arg: &Arg) -> Option<&'static str> {
    match arg.get_action() {
        clap::ArgAction::Help | clap::ArgAction::HelpShort | clap::ArgAction::HelpLong => {
            Some("Hilfe anzeigen (-h kurz, --help ausführlich)")
        }
        clap::ArgAction::Version => Some("Version des Programms anzeigen"),
        _ => None,
    }
}

/// ` [Vorgabe: …] [möglich: …]`, as far as clap would show them.
fn values_note(arg: &Arg) -> String {
    let mut note = String::new();
    if !arg.get_action().takes_values() {
        return note;
    }
    let defaults: Vec<_> = arg.get_default_values().iter().map(|v| v.to_string_lossy()).collect();
    if !defaults.is_empty() && !arg.is_hide_default_value_set() {
        note.push_str(&format!(" [Vorgabe: {}]", defaults.join(" ")));
    }
    let possible = arg.get_possible_values();
    let possible: Vec<_> = possible.iter().filter(|v| !v.is_hide_set()).map(|v| v.get_name()).collect();
    if !possible.is_empty() && !arg.is_hide_possible_values_set() {
        note.push_str(&format!(" [möglich: {}]", possible.join(", ")));
    }
    note
}

/// The first paragraph, and the whole if there is more.
fn paragraphs(text: &'static str) -> (&'static str, Option<&'static str>) {
    match text.split_once("\n\n") {
        Some((first, _)) => (first, Some(text)),
        None => (text, None),
    }
}

/// What is wrong with the arguments, what may have been meant, the usage line and a pointer to the help.
///
/// Without a leading "error:" and without a final line break. Help and version, which clap also gives
/// as errors, come out as clap wrote them.
pub fn usage_error(e: &clap::Error, lang: Lang) -> String {
    use ErrorKind as K;
    if matches!(e.kind(), K::DisplayHelp | K::DisplayVersion | K::DisplayHelpOnMissingArgumentOrSubcommand) {
        return e.render().to_string().trim_end().to_owned();
    }
    let mut lines = vec![what_is_wrong(e, lang)];
    lines.extend(meant(e, lang));
    // An error of the author's own words has its usage line only in the text.
    let text = match e.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => e.render().to_string(),
    };
    let usage = text.split("\n\n").find_map(|part| part.trim().strip_prefix("Usage:"));
    lines.extend(usage.map(|usage| match lang {
        Lang::De => format!("Aufruf: {}", german_usage(usage)),
        Lang::En => format!("Usage: {}", usage.trim()),
    }));
    lines.push(say!(lang, "Mehr dazu mit --help.", "For more information, try --help."));
    lines.join("\n")
}

fn what_is_wrong(e: &clap::Error, lang: Lang) -> String {
    use ErrorKind as K;
    let arg = texts_of(e, ContextKind::InvalidArg).join(", ");
    let value = texts_of(e, ContextKind::InvalidValue).join(", ");
    // What the author of a command raises in his own words has nothing but a usage line with it.
    let bare = !e.context().any(|(kind, _)| kind != ContextKind::Usage);
    match e.kind() {
        K::InvalidUtf8 => say!(lang, "Eine Angabe ist kein UTF-8", "An argument is not UTF-8"),
        _ if bare => own_words(e),
        K::UnknownArgument => say!(lang, "Unbekannte Angabe „{arg}“", "Unknown argument “{arg}”"),
        K::InvalidSubcommand => {
            let name = texts_of(e, ContextKind::InvalidSubcommand).join(" ");
            say!(lang, "Unbekannter Befehl „{name}“", "Unknown command “{name}”")
        }
        K::MissingSubcommand => {
            let names = texts_of(e, ContextKind::ValidSubcommand);
            let names = names.iter().filter(|n| *n != "help").cloned().collect::<Vec<_>>().join(", ");
            say!(lang, "Es fehlt ein Befehl: {names}", "A command is missing: {names}")
        }
        K::MissingRequiredArgument => say!(lang, "Es fehlt: {arg}", "Missing: {arg}"),
        K::InvalidValue | K::NoEquals if value.is_empty() => {
            let rest = one_of(e, lang);
            match e.kind() {
                K::NoEquals => say!(
                    lang,
                    "Zwischen {arg} und dem Wert fehlt das Gleichheitszeichen",
                    "The equals sign between {arg} and its value is missing"
                ),
                _ => say!(lang, "Für {arg} fehlt der Wert{rest}", "The value of {arg} is missing{rest}"),
            }
        }
        K::InvalidValue | K::ValueValidation => {
            let rest = reason(e, lang).map_or_else(|| one_of(e, lang), |why| format!(": {why}"));
            say!(
                lang,
                "„{value}“ ist kein zulässiger Wert für {arg}{rest}",
                "“{value}” is not a value for {arg}{rest}"
            )
        }
        K::TooManyValues => {
            say!(
                lang,
                "„{value}“ ist für {arg} ein Wert zu viel",
                "“{value}” is one value too many for {arg}"
            )
        }
        K::TooFewValues | K::WrongNumberOfValues => {
            let number = |kind| match e.get(kind) {
                Some(ContextValue::Number(n)) => n.to_string(),
                _ => "?".to_owned(),
            };
            let actual = number(ContextKind::ActualNumValues);
            if e.kind() == K::TooFewValues {
                let least = number(ContextKind::MinValues);
                say!(
                    lang,
                    "{arg} braucht mindestens {least} Werte, angegeben: {actual}",
                    "{arg} needs at least {least} values, given: {actual}"
                )
            } else {
                let expected = number(ContextKind::ExpectedNumValues);
                say!(
                    lang,
                    "{arg} braucht {expected} Werte, angegeben: {actual}",
                    "{arg} needs {expected} values, given: {actual}"
                )
            }
        }
        K::ArgumentConflict => conflict(e, lang),
        _ => own_words(e),
    }
}

/// clap's text without "error:" and without what follows it.
fn own_words(e: &clap::Error) -> String {
    let text = e.render().to_string();
    let text = text.split("\n\n").next().unwrap_or_default().trim_end();
    text.strip_prefix("error: ").unwrap_or(text).to_owned()
}

fn conflict(e: &clap::Error, lang: Lang) -> String {
    let mut given = texts_of(e, ContextKind::InvalidArg);
    if given.is_empty() {
        given = texts_of(e, ContextKind::InvalidSubcommand);
    }
    let (arg, prior) = (given.join(", "), texts_of(e, ContextKind::PriorArg).join(", "));
    if arg == prior {
        return say!(lang, "{arg} darf nur einmal angegeben werden", "{arg} can be given only once");
    }
    if prior.is_empty() {
        return say!(
            lang,
            "{arg} verträgt sich nicht mit einer anderen Angabe",
            "{arg} cannot be combined with another argument"
        );
    }
    say!(
        lang,
        "{arg} darf nicht zusammen mit {prior} angegeben werden",
        "{arg} cannot be combined with {prior}"
    )
}

/// `: möglich sind …`, if the values are known.
fn one_of(e: &clap::Error, lang: Lang) -> String {
    let values = texts_of(e, ContextKind::ValidValue).join(", ");
    if values.is_empty() {
        return String::new();
    }
    say!(lang, ": möglich sind {values}", ": possible are {values}")
}

/// Why a value was refused, in the user's language where the reason is one of ours.
fn reason(e: &clap::Error, lang: Lang) -> Option<String> {
    let source = std::error::Error::source(e)?;
    if let Some(misspelt) = source.downcast_ref::<Misspelt>() {
        let what = misspelt.what;
        return Some(match lang {
            Lang::De => format!("erwartet wird {}", german_spelling(what)),
            Lang::En => format!("expected is {what}"),
        });
    }
    if source.is::<std::num::ParseIntError>() {
        return Some(say!(lang, "erwartet wird eine ganze Zahl", "expected is a whole number"));
    }
    let text = plain(&source.to_string());
    // clap's own message of a number outside its range.
    match (lang, text.split_once(" is not in ")) {
        (Lang::De, Some((_, range))) => Some(format!("erlaubt sind {}", range.replacen("..=", " bis ", 1))),
        _ => Some(text),
    }
}

/// The `what` of a [`Misspelt`] in German; a text that is not listed stays English.
fn german_spelling(what: &str) -> &str {
    match what {
        "a day written YYYY-MM-DD" => "ein Tag in der Form JJJJ-MM-TT",
        "a day written YYYY-MM-DD or a month written YYYY-MM" => {
            "ein Tag in der Form JJJJ-MM-TT oder ein Monat in der Form JJJJ-MM"
        }
        "a time written YYYY-MM-DDThh:mm:ss+hh:mm" => "ein Zeitpunkt in der Form JJJJ-MM-TTThh:mm:ss+hh:mm",
        "an id (a-z, 0-9, single hyphens between, at most 64 characters)" => {
            "eine Kennung (a–z, 0–9, einzelne Bindestriche dazwischen, höchstens 64 Zeichen)"
        }
        "a SHA-256 in 64 lower-case hex digits" => "ein SHA-256 aus 64 Hexadezimalziffern in Kleinbuchstaben",
        other => other,
    }
}

/// What clap thinks was meant.
fn meant(e: &clap::Error, lang: Lang) -> Option<String> {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let (kind, names) =
        kinds.into_iter().map(|k| (k, texts_of(e, k))).find(|(_, names)| !names.is_empty())?;
    if let Some(command) = texts_of(e, ContextKind::SuggestedCommand).pop() {
        return Some(say!(lang, "Meinten Sie „{command}“?", "Did you mean “{command}”?"));
    }
    let names: Vec<String> = names.iter().map(|n| say!(lang, "„{n}“", "“{n}”")).collect();
    let names = names.join(&say!(lang, " oder ", " or "));
    // For an argument, clap may name the command that has it.
    let of = match kind {
        ContextKind::SuggestedArg => texts_of(e, ContextKind::SuggestedSubcommand).pop(),
        _ => None,
    };
    Some(match of {
        Some(command) => say!(
            lang,
            "Diese Angabe gehört zum Befehl „{command}“: {names}",
            "That argument belongs to the command “{command}”: {names}"
        ),
        None => say!(lang, "Meinten Sie {names}?", "Did you mean {names}?"),
    })
}

fn texts_of(e: &clap::Error, kind: ContextKind) -> Vec<String> {
    match e.get(kind) {
        Some(ContextValue::String(text)) => vec![plain(text)],
        Some(ContextValue::Strings(texts)) => texts.iter().map(|t| plain(t)).collect(),
        _ => Vec::new(),
    }
}

/// Text that may come from the user, without control characters that a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
#[path = "help_tests.rs"]
mod tests;
