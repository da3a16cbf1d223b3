//! `bando serve`, asked over sockets like any client asks it.

mod api;
mod in_words;
mod operation;
mod pages;
mod protection;
mod server;
