//! The integration tests, one binary: one module an area.

mod cases;
mod in_force;
mod slow_model;
