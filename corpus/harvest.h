// Fetching records from an OAI-PMH source into a directory, page by page.
//
// A page is a whole ListRecords reply, stored durably as `<directory>/pages/NNNNNN.xml` before the next is
// asked for;
// `<directory>/harvest.json` says what comes next. A harvest that was killed or failed goes on where it
// stopped; after a complete one the next asks for what changed since the day on which that one began (a day
// overlaps, which is harmless). Reading `pages` as an input in the order of its names gives all records,
// later ones winning.
//
// Everything the source says is a stranger's: sizes are capped (limits::kHarvest...), only http and https are
// spoken, at most five redirects are followed and never from https to http, certificates are checked, and
// addresses that carry a user or password are refused.
//
// Threads: one harvest of a directory at a time (a lock file sees to it); different directories are
// independent.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schema/error.h"

namespace incipit::corpus {

struct HarvestOptions {
  std::string url;                        // the base address, http or https
  std::string metadata_prefix = "arXiv";  // "arXiv", "arXivRaw", "oai_dc", ...
  std::string set;                        // empty: all records
  std::string from;       // YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, inclusive; empty: the beginning
  std::string until;      // likewise; empty: now
  std::string directory;  // made where it is missing
  std::chrono::milliseconds delay{3000};  // between requests
  int max_retries = 5;                    // of one page
  std::chrono::seconds longest_wait{
      600};  // a source that asks for a longer pause ends the harvest with an error
  std::chrono::seconds page_timeout{300};  // for one request
  std::string user_agent = "incipit-harvester";
  // Waits; empty: the calling thread sleeps.
  std::function<void(std::chrono::milliseconds)> sleep;
};

// After each page, and whenever something is to be said.
struct HarvestProgress {
  std::uint64_t pages = 0;    // stored by this run
  std::uint64_t records = 0;  // in them
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> complete_list_size;  // as the source gives it, if it does
  std::string note;                                 // "", or for people: a wait, a restart
};
using HarvestProgressFunction = std::function<void(const HarvestProgress&)>;

struct HarvestSummary {
  std::uint64_t pages = 0;
  std::uint64_t records = 0;  // deleted ones included
  std::uint64_t deleted = 0;
  std::uint64_t bytes = 0;
  std::uint64_t retries = 0;
  bool resumed = false;            // an unfinished harvest was gone on with
  bool restarted = false;          // the source had forgotten its token, so the list was begun again
  std::string from;                // what this list asked for; empty: the beginning
  std::string response_date;       // when the source began to answer this list
  std::vector<std::string> files;  // the pages stored by this run, in order
};

// Runs until the list is complete. `progress` may be empty.
//
// Errors: invalid_parameter (an option cannot be used), usage (an unfinished list of other dates waits in the
// directory, or another harvest runs in it), input_invalid (the directory belongs to another source; the
// source answers with an OAI-PMH error or with something that is no reply), input_unreadable (it cannot be
// reached, refuses, or does not recover within the retries), limit_exceeded, system (the directory cannot be
// written). After any of them the pages and the state stay, and the next call goes on.
[[nodiscard]] schema::Result<HarvestSummary> harvest(const HarvestOptions& options,
                                                     const HarvestProgressFunction& progress = {});

}  // namespace incipit::corpus
