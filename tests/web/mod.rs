//! `bando serve`, asked over sockets like any client asks it.

mod api;
mod changed;
mod in_words;
mod operation;
mod pages;
mod protection;
mod questions;
mod results;
mod server;
