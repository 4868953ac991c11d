//! A sentence for the user, before it is put into a language: a message id of `locales/*.ftl` and its arguments.

/// One argument of a sentence.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number; the language picks singular or plural by it.
    Number(i64),
    /// Words, shown as they are.
    Text(String),
}
impl From<i64> for Arg {
    fn from(n: i64) -> Self {
        Self::Number(n)
    }
}
impl From<i32> for Arg {
    fn from(n: i32) -> Self {
        Self::Number(n.into())
    }
}
impl From<usize> for Arg {
    fn from(n: usize) -> Self {
        Self::Number(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<&str> for Arg {
    fn from(s: &str) -> Self {
        Self::Text(s.into())
    }
}
impl From<String> for Arg {
    fn from(s: String) -> Self {
        Self::Text(s)
    }
}

/// A sentence the user will read: `Said::new("finding-actions-open").with("count", 2)`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Said {
    /// Message id in the language files.
    pub key: String,
    /// Arguments by name.
    pub args: Vec<(String, Arg)>,
}

impl Said {
    /// A sentence without arguments.
    pub fn new(key: &str) -> Self {
        Self {
            key: key.into(),
            args: Vec::new(),
        }
    }
    /// The same sentence with one more argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Arg>) -> Self {
        self.args.push((name.into(), value.into()));
        self
    }
}
