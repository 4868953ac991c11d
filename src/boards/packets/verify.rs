//! Is a packet as it was made? The stored one by its number, or a file or PDF that was handed out; the answer is a
//! sentence.

use super::document::{is_unchanged, seal_of};
use super::model::Packet;
use super::seal::{Key, Seal, fingerprint};
use super::{pdf, queries};
use crate::platform::db::Conn;
use crate::platform::error::AppResult;
use crate::platform::i18n::I18n;

/// That it is unchanged, or what is wrong.
pub type Verdict = Result<String, String>;

/// The stored packet with this number.
///
/// # Errors
/// Only when the database fails.
pub fn stored(conn: &mut Conn, number: &str) -> AppResult<Verdict> {
    let Some(packet) = queries::find_by_number(conn, number)? else {
        return Ok(Err(format!("there is no packet No. {number}")));
    };
    if let Err(no) = signed_by_agency(conn, &packet)? {
        return Ok(Err(no));
    }
    let document = queries::document(conn, packet.id)?;
    Ok(if is_unchanged(&packet, &document) {
        Ok(format!(
            "Packet No. {number} is unchanged since it was made on {} (UTC); it is signed with the key {}.",
            packet.made_at.0.format("%Y-%m-%d %H:%M"),
            fingerprint(&packet.public_key)
        ))
    } else {
        Err(format!(
            "packet No. {number} was CHANGED after it was signed: do not rely on it"
        ))
    })
}

/// A file that was handed out.
///
/// # Errors
/// Only when the database fails.
pub fn file(conn: &mut Conn, i18n: &I18n, bytes: &[u8]) -> AppResult<Verdict> {
    if bytes.starts_with(b"%PDF-") {
        return of_pdf(conn, i18n, bytes);
    }
    let Some((document, seal)) = std::str::from_utf8(bytes).ok().and_then(Seal::off) else {
        return Ok(Err(
            "this file is no packet as it was handed out: its last line, with the signature, is missing or was changed"
                .into(),
        ));
    };
    let number = &seal.number;
    let Some(packet) = queries::find_by_number(conn, number)? else {
        return Ok(Err(format!(
            "this agency has no packet No. {number}: the file comes from elsewhere, or was changed"
        )));
    };
    if let Err(no) = signed_by_agency(conn, &packet)? {
        return Ok(Err(no));
    }
    Ok(if seal == seal_of(&packet) && seal.fits(document) {
        Ok(format!(
            "This file is packet No. {number}, unchanged, as it was made on {} (UTC); it is signed with the key {}.",
            packet.made_at.0.format("%Y-%m-%d %H:%M"),
            fingerprint(&packet.public_key)
        ))
    } else {
        Err(format!(
            "this file says it is packet No. {number}, but it was CHANGED: do not rely on it"
        ))
    })
}

/// A PDF: it has no signature of its own, so it is made again from what is stored and compared.
fn of_pdf(conn: &mut Conn, i18n: &I18n, bytes: &[u8]) -> AppResult<Verdict> {
    let text = String::from_utf8_lossy(bytes);
    let Some(number) = pdf::number_in(&text) else {
        return Ok(Err("this PDF is no packet: it does not say which one it is".into()));
    };
    let Some(packet) = queries::find_by_number(conn, number)? else {
        return Ok(Err(format!(
            "this agency has no packet No. {number}: the PDF comes from elsewhere, or was changed"
        )));
    };
    if let Err(no) = stored(conn, number)? {
        return Ok(Err(no));
    }
    let document = queries::document(conn, packet.id)?;
    Ok(match pdf::bytes(i18n, &packet, &document)? {
        None => Err("this program makes no PDF to compare with: verify the packet's number, or its file".into()),
        Some(made) if made == bytes => Ok(format!(
            "This PDF is packet No. {number}, as this program makes it from the stored packet, which is unchanged since {} \
             (UTC) and signed with the key {}.",
            packet.made_at.0.format("%Y-%m-%d %H:%M"),
            fingerprint(&packet.public_key)
        )),
        Some(_) => Err(format!(
            "this PDF says it is packet No. {number}, but is not what this program makes of it: it was changed, or made by \
             another version; rely on the stored packet, which is unchanged"
        )),
    })
}

/// Whether a packet names the agency's own key: with another one anybody could sign.
fn signed_by_agency(conn: &mut Conn, packet: &Packet) -> AppResult<Result<(), String>> {
    Ok(match Key::find(conn)? {
        Some(key) if key.public() == packet.public_key => Ok(()),
        Some(_) => Err(format!(
            "packet No. {} is signed with another key than the agency's",
            packet.number
        )),
        None => Err("this agency has no key: its database did not come back whole".into()),
    })
}
