//! Files and reports that other systems were seen to handle wrongly, through the built program: what is
//! read back is what the source says.

mod encodings;
mod files;
mod reading;
mod reports;
mod site;
mod tables;
