//! `bando serve`, asked over sockets like any client asks it.

mod api;
mod operation;
mod pages;
mod protection;
mod server;
