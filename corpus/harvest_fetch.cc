#include "corpus/harvest_fetch.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "schema/ids.h"
#include "schema/limits.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using schema::fail;
using schema::fail_at;
using schema::Result;

constexpr long kRedirects = 5;
constexpr long kSlowBytesPerSecond = 10;
constexpr long kSlowSeconds = 60;
constexpr auto kBodyBytes = static_cast<std::size_t>(schema::limits::kHarvestPageBytes.value);

// libcurl wants to be set up once per process; the first use does, safely from any thread.
bool curl_is_ready() {
  static const bool ready = ::curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

// What passes with time: the network, the name service, a server that hangs up.
bool may_pass(CURLcode code) {
  constexpr std::array kPassing{CURLE_COULDNT_RESOLVE_HOST,
                                CURLE_COULDNT_RESOLVE_PROXY,
                                CURLE_COULDNT_CONNECT,
                                CURLE_OPERATION_TIMEDOUT,
                                CURLE_SEND_ERROR,
                                CURLE_RECV_ERROR,
                                CURLE_GOT_NOTHING,
                                CURLE_PARTIAL_FILE,
                                CURLE_HTTP2,
                                CURLE_HTTP2_STREAM,
                                CURLE_SSL_CONNECT_ERROR,
                                CURLE_WEIRD_SERVER_REPLY,
                                CURLE_BAD_CONTENT_ENCODING};
  return std::find(kPassing.begin(), kPassing.end(), code) != kPassing.end();
}

class CurlFetcher final : public Fetcher {
 public:
  CurlFetcher() : curl_(::curl_easy_init()) {}
  CurlFetcher(const CurlFetcher&) = delete;
  CurlFetcher& operator=(const CurlFetcher&) = delete;
  ~CurlFetcher() override { ::curl_easy_cleanup(curl_); }

  bool set_up(const FetchOptions& options) {
    if (curl_ == nullptr) return false;
    const auto timeout = static_cast<long>(options.timeout.count());
    const auto set = [&](CURLoption option, auto value) {
      return ::curl_easy_setopt(curl_, option, value) == CURLE_OK;
    };
    return set(CURLOPT_PROTOCOLS_STR, "http,https") && set(CURLOPT_FOLLOWLOCATION, 1L) &&
           set(CURLOPT_MAXREDIRS, kRedirects) && set(CURLOPT_SSL_VERIFYPEER, 1L) &&
           set(CURLOPT_SSL_VERIFYHOST, 2L) && set(CURLOPT_NOSIGNAL, 1L) && set(CURLOPT_TIMEOUT, timeout) &&
           set(CURLOPT_CONNECTTIMEOUT, std::max(1L, timeout / 10)) &&
           set(CURLOPT_LOW_SPEED_LIMIT, kSlowBytesPerSecond) && set(CURLOPT_LOW_SPEED_TIME, kSlowSeconds) &&
           set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate") &&
           set(CURLOPT_USERAGENT, options.user_agent.c_str()) &&
           set(CURLOPT_WRITEFUNCTION, &CurlFetcher::take) && set(CURLOPT_WRITEDATA, this);
  }

  Result<Fetched> get(const std::string& url) override {
    body_.clear();
    too_large_ = false;
    // What is asked for over https is answered over https.
    const char* redirects = url.substr(0, 6) == "https:" ? "https" : "http,https";
    if (::curl_easy_setopt(curl_, CURLOPT_URL, url.c_str()) != CURLE_OK ||
        ::curl_easy_setopt(curl_, CURLOPT_REDIR_PROTOCOLS_STR, redirects) != CURLE_OK) {
      return fail(ErrorCode::system, "the request cannot be made");
    }
    const CURLcode code = ::curl_easy_perform(curl_);
    if (too_large_) {
      const auto& limit = schema::limits::kHarvestPageBytes;
      return fail(ErrorCode::limit_exceeded, "the reply has more than " + std::to_string(limit.value) +
                                                 " bytes (limit " + std::string(limit.name) + ")");
    }
    Fetched fetched;
    if (code != CURLE_OK) {
      if (!may_pass(code))
        return fail(ErrorCode::input_unreadable, "the source cannot be used: " + words(code));
      fetched.fault = words(code);
      return fetched;
    }
    long status = 0;
    ::curl_off_t pause = 0;
    ::curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
    ::curl_easy_getinfo(curl_, CURLINFO_RETRY_AFTER, &pause);  // seconds, also where the header is a date
    fetched.status = static_cast<int>(status);
    if (pause > 0) fetched.retry_after = std::chrono::seconds(std::min<::curl_off_t>(pause, kLongestPause));
    fetched.body = std::move(body_);
    return fetched;
  }

 private:
  static constexpr ::curl_off_t kLongestPause = 1'000'000'000;  // any longer one is refused like this one

  static std::size_t take(char* data, std::size_t size, std::size_t count, void* self) {
    auto& fetcher = *static_cast<CurlFetcher*>(self);
    const std::size_t bytes = size * count;
    if (fetcher.body_.size() + bytes > kBodyBytes) {
      fetcher.too_large_ = true;
      return 0;
    }
    fetcher.body_.append(data, bytes);
    return bytes;
  }

  static std::string words(CURLcode code) {
    if (code == CURLE_UNSUPPORTED_PROTOCOL)
      return "it leads to an address that is neither http nor https (or leaves https)";
    return ::curl_easy_strerror(code);
  }

  ::CURL* curl_;
  std::string body_;
  bool too_large_ = false;
};

}  // namespace

Result<std::unique_ptr<Fetcher>> Fetcher::open(const FetchOptions& options) {
  if (!curl_is_ready()) return fail(ErrorCode::system, "libcurl cannot be set up");
  auto fetcher = std::make_unique<CurlFetcher>();
  if (!fetcher->set_up(options)) return fail(ErrorCode::system, "libcurl lacks what harvesting needs");
  return fetcher;
}

Result<void> check_base_url(std::string_view parameter, const std::string& url) {
  const auto refuse = [&](const std::string& why) {
    return fail_at(ErrorCode::invalid_parameter, std::string(parameter), "the address of the source " + why);
  };
  const auto& limit = schema::limits::kHarvestUrlBytes;
  if (url.size() > static_cast<std::size_t>(limit.value)) {
    return refuse("has more than " + std::to_string(limit.value) + " bytes (limit " +
                  std::string(limit.name) + ")");
  }
  if (url.empty()) return refuse("is missing");
  if (!schema::is_valid_utf8(url) || schema::has_control_character(url))
    return refuse("has control characters");
  struct Parts {
    ~Parts() { ::curl_url_cleanup(handle); }
    ::CURLU* handle = ::curl_url();
  } parts;
  if (parts.handle == nullptr) return fail(ErrorCode::system, "reading an address needs more memory");
  const auto part = [&](CURLUPart which) -> std::optional<std::string> {
    char* text = nullptr;
    if (::curl_url_get(parts.handle, which, &text, 0) != CURLUE_OK) return std::nullopt;
    std::string value = text;
    ::curl_free(text);
    return value;
  };
  if (::curl_url_set(parts.handle, CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return refuse("is not an absolute address");
  }
  const auto scheme = part(CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return refuse("must begin with http:// or https://");
  if (part(CURLUPART_USER) || part(CURLUPART_PASSWORD)) return refuse("must not carry a user or password");
  if (part(CURLUPART_FRAGMENT)) return refuse("must not have a fragment ('#')");
  return {};
}

}  // namespace incipit::corpus
