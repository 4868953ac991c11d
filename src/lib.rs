//! Plumbline: layered process audits for public service.

pub mod base {
    //! Pure values.
    pub mod mistake;
    pub mod shape;
    pub mod text;
    pub mod yaml;
}
pub mod mission {
    //! What is promised.
    pub mod file;
}
pub mod manuals {
    //! How the work is to be done.
    pub mod file;
}
pub mod checklists {
    //! What is looked at.
    pub mod file;
}
