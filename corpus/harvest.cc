#include "corpus/harvest.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>

#include "corpus/durable_file.h"
#include "corpus/harvest_fetch.h"
#include "corpus/harvest_page.h"
#include "corpus/harvest_state.h"
#include "schema/ascii.h"
#include "schema/date.h"
#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

namespace fs = std::filesystem;
using schema::ErrorCode;
using schema::fail;
using schema::fail_at;
using schema::Result;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kNameBytes = 200;
constexpr std::size_t kDayBytes = 10;     // YYYY-MM-DD
constexpr std::size_t kSecondBytes = 20;  // YYYY-MM-DDThh:mm:ssZ
constexpr int kMostRetries = 100;

// The characters that OAI-PMH allows in prefixes and sets (':' in sets alone).
bool is_oai_name(std::string_view text, std::string_view more) {
  return text.size() <= kNameBytes && std::all_of(text.begin(), text.end(), [&](char c) {
           return schema::is_ascii_alnum(c) || std::string_view("-_.!~*'()").find(c) != std::string_view::npos ||
                  more.find(c) != more.npos;
         });
}

Result<void> check_moment(std::string_view parameter, const std::string& text) {
  if (text.empty()) return {};
  const bool form = text.size() == kDayBytes || (text.size() == kSecondBytes && text.back() == 'Z');
  if (form && schema::parse_date(text)) return {};
  return fail_at(ErrorCode::invalid_parameter, std::string(parameter),
                 std::string(parameter) + " must be YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ");
}

Result<void> check(const HarvestOptions& options) {
  const auto refuse = [](std::string parameter, std::string why) {
    return fail_at(ErrorCode::invalid_parameter, std::move(parameter), std::move(why));
  };
  if (auto url = check_base_url("url", options.url); !url) return url;
  if (options.metadata_prefix.empty() || !is_oai_name(options.metadata_prefix, "")) {
    return refuse("metadata_prefix", "the metadata prefix is no name such as arXiv or oai_dc");
  }
  if (!is_oai_name(options.set, ":")) return refuse("set", "the set is no name such as cs:cs:CL");
  if (auto from = check_moment("from", options.from); !from) return from;
  if (auto until = check_moment("until", options.until); !until) return until;
  if (!options.from.empty() && !options.until.empty()) {
    if (options.from.size() != options.until.size()) {
      return refuse("until", "from and until must both be days or both be seconds");
    }
    if (options.from > options.until) return refuse("until", "until is before from");
  }
  if (options.directory.empty()) return refuse("directory", "a directory for the pages is missing");
  if (options.delay < milliseconds(0)) return refuse("delay", "the delay is negative");
  if (options.max_retries < 0 || options.max_retries > kMostRetries) {
    return refuse("max_retries", "the retries must be 0 to " + std::to_string(kMostRetries));
  }
  if (options.longest_wait < seconds(1))
    return refuse("longest_wait", "the longest wait must be a second or more");
  if (options.page_timeout < seconds(1))
    return refuse("page_timeout", "the timeout must be a second or more");
  if (options.user_agent.size() > kNameBytes || schema::has_control_character(options.user_agent)) {
    return refuse("user_agent", "the user agent is too long or has control characters");
  }
  return {};
}

std::string page_name(std::uint64_t number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%06llu.xml", static_cast<unsigned long long>(number));
  return text.data();
}

class Harvest {
 public:
  Harvest(const HarvestOptions& options, const HarvestProgressFunction& progress)
      : options_(options),
        report_(progress),
        pages_directory_((fs::path(options.directory) / "pages").string()),
        state_path_((fs::path(options.directory) / "harvest.json").string()) {}

  Result<HarvestSummary> run() {
    if (auto made = make_directories(pages_directory_); !made) return tl::make_unexpected(made.error());
    const auto lock = FileLock::take((fs::path(options_.directory) / "harvest.lock").string());
    if (!lock) return tl::make_unexpected(lock.error());
    auto fetcher = Fetcher::open({options_.user_agent, options_.page_timeout});
    if (!fetcher) return tl::make_unexpected(fetcher.error());
    fetcher_ = std::move(*fetcher);
    const auto something = choose_list();
    if (!something) return tl::make_unexpected(something.error());
    summary_.from = state_.from;
    bool more = *something;
    while (more) {
      const auto continued = take_page();
      if (!continued) return tl::make_unexpected(at_page(continued.error()));
      more = *continued;
    }
    summary_.response_date = state_.response_date;
    return std::move(summary_);
  }

 private:
  // Goes on with the unfinished list, or begins the next. False when there is nothing that could be new.
  Result<bool> choose_list() {
    auto known = read_harvest_state(state_path_);
    if (!known) return tl::make_unexpected(known.error());
    if (*known) state_ = std::move(**known);
    const bool fresh = state_.url.empty();
    const bool same_source = state_.url == options_.url &&
                             state_.metadata_prefix == options_.metadata_prefix && state_.set == options_.set;
    if (!fresh && !same_source) {
      return fail(ErrorCode::input_invalid,
                  "the directory holds a harvest of another source, prefix or set (" + state_.url + ", " +
                      state_.metadata_prefix + (state_.set.empty() ? "" : ", " + state_.set) +
                      "); harvest into another directory");
    }
    if (!state_.token.empty()) return resume();
    begin_list();
    const bool beyond = !state_.asked_until.empty() && state_.from > state_.asked_until;
    if (beyond) say("everything until " + state_.asked_until + " is already here");
    return !beyond;
  }

  Result<bool> resume() {
    const bool nothing_asked = options_.from.empty() && options_.until.empty();
    const bool same_asked = options_.from == state_.asked_from && options_.until == state_.asked_until;
    if (!nothing_asked && !same_asked) {
      return fail(ErrorCode::usage,
                  "a harvest of other dates is unfinished in this directory; finish it without from and "
                  "until first, or "
                  "harvest into another directory");
    }
    summary_.resumed = true;
    say("going on with the unfinished harvest after page " + std::to_string(state_.pages));
    return true;
  }

  void begin_list() {
    const bool goes_on =
        !state_.complete.empty() && (options_.from.empty() || options_.from == state_.asked_from);
    state_.url = options_.url;
    state_.metadata_prefix = options_.metadata_prefix;
    state_.set = options_.set;
    state_.asked_from = options_.from;
    state_.asked_until = options_.until;
    state_.from = goes_on ? day_of(state_.complete) : options_.from;
    state_.response_date.clear();
  }

  // Of a valid date, at the granularity of `until`, which must be that of `from`.
  std::string day_of(const std::string& moment) const {
    const auto date = schema::parse_date(moment);
    const std::string day = schema::date_of_instant(date ? date->instant : 0).iso();
    return options_.until.size() == kSecondBytes ? day + "T00:00:00Z" : day;
  }

  std::string address() const {
    std::string url = options_.url;
    url += url.find('?') == url.npos ? '?' : '&';
    url += "verb=ListRecords";
    const auto add = [&](std::string_view name, const std::string& value) {
      if (!value.empty()) url += "&" + std::string(name) + "=" + schema::percent_encode(value);
    };
    if (!state_.token.empty()) {
      add("resumptionToken", state_.token);
      return url;
    }
    add("metadataPrefix", state_.metadata_prefix);
    add("set", state_.set);
    add("from", state_.from);
    add("until", state_.asked_until);
    return url;
  }

  // Fetches and stores one page. False when the list is complete.
  Result<bool> take_page() {
    if (state_.pages >= static_cast<std::uint64_t>(schema::limits::kHarvestPages.value)) {
      const auto& limit = schema::limits::kHarvestPages;
      return fail(ErrorCode::limit_exceeded, "the directory has " + std::to_string(limit.value) +
                                                 " pages (limit " + std::string(limit.name) + ")");
    }
    if (asked_) wait(options_.delay);
    asked_ = true;
    auto body = fetch(address());
    if (!body) return tl::make_unexpected(body.error());
    const auto page = read_harvest_page(*body);
    if (!page) return tl::make_unexpected(page.error());
    if (!page->error_code.empty()) return answer_error(*page);
    if (!state_.token.empty() && page->token == state_.token) {
      return fail(ErrorCode::input_invalid,
                  "the source gives the same resumption token again, so its list never ends");
    }
    if (auto stored = store(*body, *page); !stored) return tl::make_unexpected(stored.error());
    return !state_.token.empty();
  }

  // The page first and the state after it: a crash between the two fetches that page again, under the same
  // name.
  Result<void> store(const std::string& body, const HarvestPage& page) {
    const std::string path = (fs::path(pages_directory_) / page_name(state_.pages + 1)).string();
    if (auto written = write_durably(path, body); !written) return written;
    const bool first = state_.token.empty();
    if (first) state_.response_date = page.response_date;
    ++state_.pages;
    state_.token = page.token;
    if (page.token.empty()) state_.complete = complete_until();
    if (auto written = write_harvest_state(state_path_, state_); !written) return written;
    ++summary_.pages;
    summary_.records += page.records;
    summary_.deleted += page.deleted;
    summary_.bytes += body.size();
    summary_.files.push_back(path);
    if (page.complete_list_size) list_size_ = page.complete_list_size;
    say("");
    return {};
  }

  // Up to when a complete list is known to be complete.
  std::string complete_until() const {
    if (state_.asked_until.empty()) return state_.response_date;
    const auto until = schema::parse_date(state_.asked_until);
    const auto answered = schema::parse_date(state_.response_date);
    return until && answered && *until < *answered ? state_.asked_until : state_.response_date;
  }

  Result<bool> answer_error(const HarvestPage& page) {
    const bool nothing = page.error_code == "noRecordsMatch";
    if (nothing && state_.token.empty()) {
      state_.response_date = page.response_date;
      state_.complete = complete_until();
      if (auto written = write_harvest_state(state_path_, state_); !written)
        return tl::make_unexpected(written.error());
      say("nothing is new");
      return false;
    }
    if (!state_.token.empty() && !summary_.restarted &&
        (nothing || page.error_code == "badResumptionToken")) {
      summary_.restarted = true;
      state_.token.clear();
      say("the source has forgotten its resumption token; the list is begun again from " +
          (state_.from.empty() ? std::string("the beginning") : state_.from));
      return true;
    }
    return fail(ErrorCode::input_invalid, "the source answers " + page.error_code +
                                              (page.error_text.empty() ? "" : ": " + page.error_text));
  }

  // The body of a reply that says something, after as many attempts as are allowed.
  Result<std::string> fetch(const std::string& url) {
    for (int attempt = 0;; ++attempt) {
      auto fetched = fetcher_->get(url);
      if (!fetched) return tl::make_unexpected(fetched.error());
      const int status = fetched->status;
      const std::string what = status == 0 ? fetched->fault : "HTTP status " + std::to_string(status);
      if (status == 200) return std::move(fetched->body);
      const bool may_pass = status == 0 || status == 429 || (status >= 500 && status <= 599);
      if (!may_pass) {
        // Some sources send their OAI-PMH errors with a status of HTTP.
        const auto page = read_harvest_page(fetched->body);
        if (page && !page->error_code.empty()) return std::move(fetched->body);
        return fail(ErrorCode::input_unreadable, "the source answers with " + what);
      }
      if (attempt == options_.max_retries) {
        return fail(ErrorCode::input_unreadable, "the source did not recover within " +
                                                     std::to_string(options_.max_retries) + " retries (" +
                                                     what + ")");
      }
      if (fetched->retry_after > options_.longest_wait) {
        return fail(ErrorCode::input_unreadable,
                    "the source asks for a pause of " + std::to_string(fetched->retry_after->count()) +
                        " seconds, more than the " + std::to_string(options_.longest_wait.count()) +
                        " that are allowed; harvest again later");
      }
      const milliseconds pause =
          fetched->retry_after ? milliseconds(*fetched->retry_after) : backoff(attempt);
      ++summary_.retries;
      say(what + "; trying again in " + std::to_string(std::chrono::ceil<seconds>(pause).count()) + " s");
      wait(pause);
    }
  }

  // The delay, at least a second, doubled with each attempt up to the longest wait.
  milliseconds backoff(int attempt) const {
    const milliseconds longest = options_.longest_wait;
    milliseconds pause = std::min(longest, std::max(options_.delay, milliseconds(1000)));
    for (int i = 0; i < attempt && pause < longest; ++i) pause = std::min(longest, pause * 2);
    return pause;
  }

  void wait(milliseconds pause) const {
    if (options_.sleep) {
      options_.sleep(pause);
    } else {
      std::this_thread::sleep_for(pause);
    }
  }

  void say(std::string note) const {
    if (!report_) return;
    report_({summary_.pages, summary_.records, summary_.bytes, list_size_, std::move(note)});
  }

  schema::Error at_page(schema::Error error) const {
    error.message = "harvesting page " + std::to_string(state_.pages + 1) + ": " + error.message;
    return error;
  }

  const HarvestOptions& options_;
  const HarvestProgressFunction& report_;
  std::string pages_directory_;
  std::string state_path_;
  std::unique_ptr<Fetcher> fetcher_;
  HarvestState state_;
  HarvestSummary summary_;
  std::optional<std::uint64_t> list_size_;
  bool asked_ = false;
};

}  // namespace

Result<HarvestSummary> harvest(const HarvestOptions& options, const HarvestProgressFunction& progress) {
  if (auto checked = check(options); !checked) return tl::make_unexpected(checked.error());
  return Harvest(options, progress).run();
}

}  // namespace incipit::corpus
