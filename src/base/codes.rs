//! Closed lists of words that are stored as text: states, roles, severities. The stored word is also the last part of
//! the message id that shows it.

/// Declares an enum whose variants are stored as the given words.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $var:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        $vis enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $var),+ }
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$var),+];
            /// The stored word.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$var => $text),+ } }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(s: &str) -> Result<Self, String> {
                match s { $($text => Ok(Self::$var),)+ _ => Err(format!("unknown {}: {s:?}", stringify!($name))) }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
    };
}

/// Says how an enum of ids stands in an address: kind and id, `goal:0190…`.
#[macro_export]
macro_rules! addressed {
    ($name:ident { $($var:ident = $kind:literal),+ $(,)? }) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self { $(Self::$var(id) => write!(f, concat!($kind, ":{}"), id)),+ }
            }
        }
        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                let (kind, id) = text.split_once(':').ok_or(())?;
                match kind { $($kind => id.parse().map(Self::$var).map_err(|_| ()),)+ _ => Err(()) }
            }
        }
    };
}

text_enum! {
    /// What a person may do, held at a unit for its whole subtree. Rights hang on roles, never on a layer's name.
    pub enum Role {
        /// Does the work: sees the findings and actions of the own unit.
        Staff = "staff",
        /// Audits at layer 1.
        Supervisor = "supervisor",
        /// Audits at layer 2.
        Manager = "manager",
        /// Audits at layer 3; reviews, dismisses and verifies findings.
        Director = "director",
        /// Audits at layer 4; reads the summary.
        Board = "board",
        /// Writes templates, manuals, mission and plans.
        Quality = "quality",
        /// Keeps people, units, calendars, mail.
        Administrator = "administrator",
    }
}
text_enum! {
    /// How serious a nonconformance is, the gravest first; an agency sets in how many working days each is due.
    pub enum Severity {
        /// Danger to people, money, law or trust.
        Critical = "critical",
        /// The promise to the customer was broken.
        Major = "major",
        /// A step was not done as written.
        Minor = "minor",
    }
}
text_enum! {
    /// What kind of origin a finding has.
    pub enum OriginKind {
        /// An answer of an audit.
        Audit = "audit",
        /// Somebody raised it by hand.
        Hand = "hand",
        /// The same question failed at several units: one finding about all of them.
        Systemic = "systemic",
    }
}
text_enum! {
    /// What an auditor answers to a question.
    pub enum Outcome {
        /// The work is done as the manual says.
        Conforms = "conforms",
        /// It is not: raises a finding.
        Nonconforming = "nonconforming",
        /// It was not, and was put right at once: a finding that closes at once.
        Corrected = "corrected",
        /// Could not be seen today; left out of every figure.
        NotApplicable = "not_applicable",
        /// A choice, date or text that nothing judges; left out of every figure.
        Recorded = "recorded",
    }
}
