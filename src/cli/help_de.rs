//! The German help of every command and argument; the English one stands at the argument itself.
//!
//! One `match` on the path of the command (`""` is the program, `"key new"` a command below a command)
//! and the id of the argument (for a derived one the name of its field). `help::missing` lists what has
//! no text here; a test keeps that list empty.
//!
//! The first paragraph is the short help; further paragraphs, after an empty line, show with `--help`.

/// In place of an argument's id: what follows the options of a command, in place of its `after_help`.
pub const AFTER: &str = "@after";

/// The German text of a command (`arg` is `None`), of one of its arguments, or of [`AFTER`].
pub fn german(path: &str, arg: Option<&str>) -> Option<&'static str> {
    let text = match (path, arg) {
        ("", None) => {
            "Unterzeichnete Regelungen und der Nachweis, welche Fassung an welchem Tag in Kraft war"
        }
        // A block for each command, in the order of the help: ("sign", None), ("sign", Some("policy")) …
        (_, Some(arg)) => return everywhere(arg),
        _ => return None,
    };
    Some(text)
}

/// Arguments that mean the same in every command.
fn everywhere(arg: &str) -> Option<&'static str> {
    let text = match arg {
        "json" => "Antwort als JSON ausgeben",
        "yes" => "Nicht nachfragen (für Skripte)",
        _ => return None,
    };
    Some(text)
}
