//! The two languages of every text a user sees.
//!
//! A text stands where its value is: `say!` takes the German and the English wording side by side,
//! so a text that lacks one of them does not compile, and adding a language shows every place.

/// A language of the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// German.
    De,
    /// English.
    En,
}

impl Lang {
    /// The language of a locale name such as `de_DE.UTF-8` or `de-AT`: German for German ones,
    /// English for all others.
    pub fn of_locale(name: &str) -> Lang {
        match name.get(..2) {
            Some("de") if !name[2..].starts_with(|c: char| c.is_ascii_alphanumeric()) => Lang::De,
            _ => Lang::En,
        }
    }

    /// The language's tag (BCP 47).
    pub fn tag(self) -> &'static str {
        self.pick("de", "en")
    }

    /// One of two texts.
    pub fn pick<'a>(self, de: &'a str, en: &'a str) -> &'a str {
        match self {
            Lang::De => de,
            Lang::En => en,
        }
    }
}

/// What a language is called, by its tag: `Englisch`, `Deutsch, de-AT`; the tag itself for those not known here.
pub fn name_of(tag: &str, lang: Lang) -> String {
    let (primary, more) = tag.split_once('-').map_or((tag, false), |(primary, _)| (primary, true));
    let name = match primary {
        "ar" => lang.pick("Arabisch", "Arabic"),
        "cs" => lang.pick("Tschechisch", "Czech"),
        "da" => lang.pick("Dänisch", "Danish"),
        "de" => lang.pick("Deutsch", "German"),
        "dsb" => lang.pick("Niedersorbisch", "Lower Sorbian"),
        "en" => lang.pick("Englisch", "English"),
        "es" => lang.pick("Spanisch", "Spanish"),
        "fr" => lang.pick("Französisch", "French"),
        "hsb" => lang.pick("Obersorbisch", "Upper Sorbian"),
        "it" => lang.pick("Italienisch", "Italian"),
        "nl" => lang.pick("Niederländisch", "Dutch"),
        "pl" => lang.pick("Polnisch", "Polish"),
        "ru" => lang.pick("Russisch", "Russian"),
        "tr" => lang.pick("Türkisch", "Turkish"),
        "uk" => lang.pick("Ukrainisch", "Ukrainian"),
        _ => return tag.to_owned(),
    };
    if more { format!("{name}, {tag}") } else { name.to_owned() }
}

/// Something that can be told to a user: what happened, and apart from it what to do next.
pub trait Say {
    /// What happened, and where. One sentence or more, without a final line break.
    fn fact(&self, lang: Lang) -> String;

    /// What to do next, if there is something.
    fn advice(&self, lang: Lang) -> Option<String> {
        let _ = lang;
        None
    }
}

/// `say!(lang, "deutsch {x}", "english {x}")`: the text in that language, as a `String`.
macro_rules! say {
    ($lang:expr, $de:literal, $en:literal $(, $($args:tt)*)?) => {
        match $lang {
            $crate::base::Lang::De => format!($de $(, $($args)*)?),
            $crate::base::Lang::En => format!($en $(, $($args)*)?),
        }
    };
}
pub(crate) use say;

/// Gives a type that can [`Say`] its English text as `Display`, and makes it an error.
macro_rules! error_that_says {
    ($type:ty) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&$crate::base::Say::fact(self, $crate::base::Lang::En))
            }
        }
        impl std::error::Error for $type {}
    };
}
pub(crate) use error_that_says;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_german_locales_speak_german() {
        assert_eq!(Lang::of_locale("de_DE.UTF-8"), Lang::De);
        assert_eq!(Lang::of_locale("de"), Lang::De);
        for other in ["C", "en_GB.UTF-8", "", "deu-x", "dé"] {
            assert_eq!(Lang::of_locale(other), Lang::En, "{other}");
        }
    }

    #[test]
    fn languages_have_names() {
        let told = |tag| (name_of(tag, Lang::De), name_of(tag, Lang::En));
        assert_eq!(told("en"), ("Englisch".to_owned(), "English".to_owned()));
        assert_eq!(told("de-AT"), ("Deutsch, de-AT".to_owned(), "German, de-AT".to_owned()));
        assert_eq!(told("tlh"), ("tlh".to_owned(), "tlh".to_owned()));
    }
}
