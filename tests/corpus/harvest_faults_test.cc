// What a source that is broken, endless or hostile is answered, and options that cannot be used.
#include <gmock/gmock.h>

#include <functional>

#include "schema/limits.h"
#include "tests/corpus/harvest_desk.h"

namespace incipit::corpus {
namespace {

using schema::ErrorCode;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Harvest, DoesNotWaitForEver) {
  FakeOaiServer server({http_reply("busy", "503 Service Unavailable", "Retry-After: 99999999999\r\n"),
                        http_reply("busy", "503 Service Unavailable", "Retry-After: 601\r\n")});
  Desk desk(server);
  EXPECT_THAT(desk.fails(ErrorCode::input_unreadable), HasSubstr("more than the 600"));
  EXPECT_THAT(desk.fails(ErrorCode::input_unreadable), HasSubstr("601 seconds"));
  EXPECT_TRUE(desk.waits.empty());
}

TEST(Harvest, GivesUpAfterTheRetries) {
  std::deque<std::string> replies(2, http_reply("broken", "500 Internal Server Error"));
  replies.push_back("");  // hangs up
  replies.push_back(http_reply("broken", "502 Bad Gateway"));
  FakeOaiServer server(replies);
  Desk desk(server);
  desk.options.max_retries = 3;
  desk.options.delay = milliseconds(10);
  desk.options.longest_wait = seconds(3);
  EXPECT_THAT(desk.fails(ErrorCode::input_unreadable), HasSubstr("3 retries (HTTP status 502)"));
  EXPECT_THAT(desk.waits, ElementsAre(seconds(1), seconds(2), seconds(3)));
  EXPECT_EQ(server.targets().size(), 4u);
}

TEST(Harvest, NobodyAnswers) {
  std::string url;
  {
    FakeOaiServer gone;
    url = gone.url();
  }
  FakeOaiServer server;
  Desk desk(server);
  desk.options.url = url;
  desk.options.max_retries = 1;
  EXPECT_THAT(desk.fails(ErrorCode::input_unreadable), HasSubstr("1 retries"));
  EXPECT_EQ(desk.waits.size(), 1u);
}

TEST(Harvest, OtherErrorsAreTold) {
  for (const std::string code : {"badArgument", "cannotDisseminateFormat", "noSetHierarchy"}) {
    FakeOaiServer server({http_reply(error_xml(code))});
    Desk desk(server);
    const std::string message = desk.fails(ErrorCode::input_invalid);
    EXPECT_THAT(message, HasSubstr(code + ": said the"));
    EXPECT_THAT(message, Not(HasSubstr("\x1b")));
  }
}

TEST(Harvest, WhatIsNoReplyIsRefusedAndTheStateStays) {
  for (const std::string& body :
       {std::string("<OAI-PMH><responseDate>2024-05-06</responseDate><ListRecords><record>"), std::string(),
        std::string("<html><body>Welcome</body></html>"), list_xml(1, "one"),
        page_xml("<ListRecords/>", "yesterday"), page_xml("<Identify/>"), list_xml(1, std::string("bad\xff")),
        std::string(3'000'000, '<'), std::string("\0\0\0\0", 4)}) {
    FakeOaiServer server({http_reply(list_xml(1, "one")), http_reply(body), http_reply(list_xml(1, ""))});
    Desk desk(server);
    EXPECT_THAT(desk.fails(ErrorCode::input_invalid), HasSubstr("harvesting page 2: "));
    EXPECT_EQ(desk.files(), 1u);
    const auto summary = desk.run();
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_TRUE(summary->resumed);
    EXPECT_EQ(server.targets().at(2), server.targets().at(1));
  }
}

TEST(Harvest, DeepXmlIsNoHarm) {
  std::string deep;
  for (int i = 0; i < 500'000; ++i) deep += "<a>";
  for (int i = 0; i < 500'000; ++i) deep += "</a>";
  FakeOaiServer server({http_reply(page_xml("<ListRecords><record>" + deep + "</record></ListRecords>"))});
  Desk desk(server);
  const auto summary = desk.run();
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->records, 1u);
}

TEST(Harvest, SizesAreBounded) {
  const auto most = static_cast<std::size_t>(schema::limits::kHarvestPageBytes.value);
  const std::string large(most + 1, ' ');
  FakeOaiServer server({http_reply(large), "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + large,
                        http_reply(gzip(large), "200 OK", "Content-Encoding: gzip\r\n"),
                        http_reply(list_xml(1, std::string(4097, 't')))});
  Desk desk(server);
  for (int i = 0; i < 3; ++i)
    EXPECT_THAT(desk.fails(ErrorCode::limit_exceeded), HasSubstr("harvest_page_bytes"));
  EXPECT_THAT(desk.fails(ErrorCode::limit_exceeded), HasSubstr("harvest_token_bytes"));
  EXPECT_EQ(desk.files(), 0u);
}

TEST(Harvest, AListThatRepeatsItselfIsEnded) {
  FakeOaiServer server({http_reply(list_xml(1, "same")), http_reply(list_xml(1, "same"))});
  Desk desk(server);
  EXPECT_THAT(desk.fails(ErrorCode::input_invalid), HasSubstr("never ends"));
}

TEST(Harvest, RedirectsLeadToHttpOnly) {
  TempDir files;
  const std::string secret = "file://" + files.write("secret.xml", list_xml(1, ""));
  for (const std::string& target :
       {secret, std::string("ftp://127.0.0.1/x"), std::string("gopher://127.0.0.1:1/x")}) {
    FakeOaiServer server({http_reply("", "302 Found", "Location: " + target + "\r\n")});
    Desk desk(server);
    EXPECT_THAT(desk.fails(ErrorCode::input_unreadable), HasSubstr("neither http nor https"));
    EXPECT_EQ(desk.files(), 0u);
  }
  FakeOaiServer server;
  server.then(http_reply("", "302 Found", "Location: " + server.url() + "/there\r\n"));
  server.then(http_reply(list_xml(1, "")));
  Desk desk(server);
  EXPECT_TRUE(desk.run());
  EXPECT_EQ(server.targets().at(1), "/oai/there");
  FakeOaiServer circle;
  for (int i = 0; i < 10; ++i) circle.then(http_reply("", "302 Found", "Location: " + circle.url() + "\r\n"));
  Desk dizzy(circle);
  (void)dizzy.fails(ErrorCode::input_unreadable);
  EXPECT_EQ(circle.targets().size(), 6u);
}

TEST(Harvest, OptionsAreChecked) {
  FakeOaiServer server;
  const auto refused = [&](const std::function<void(HarvestOptions&)>& change) {
    Desk desk(server);
    change(desk.options);
    const auto summary = desk.run();
    EXPECT_FALSE(summary);
    if (summary) return std::string();
    EXPECT_EQ(summary.error().code, ErrorCode::invalid_parameter) << summary.error().message;
    EXPECT_THAT(summary.error().message, Not(HasSubstr("secret")));
    return summary.error().parameter;
  };
  for (const std::string url :
       {"", "oai.example.org/oai", "file:///etc/passwd", "ftp://example.org/", "http://",
        "http://user:secret@example.org/", "http://example.org/#x", "http://a b/", "http://a\n/"}) {
    EXPECT_EQ(refused([&](auto& options) { options.url = url; }), "url") << url;
  }
  EXPECT_EQ(refused([](auto& options) { options.url = "http://a/" + std::string(2048, 'x'); }), "url");
  EXPECT_EQ(refused([](auto& options) { options.metadata_prefix = "a&b"; }), "metadata_prefix");
  EXPECT_EQ(refused([](auto& options) { options.metadata_prefix = ""; }), "metadata_prefix");
  EXPECT_EQ(refused([](auto& options) { options.set = "cs&verb=Identify"; }), "set");
  EXPECT_EQ(refused([](auto& options) { options.from = "2024-13-01"; }), "from");
  EXPECT_EQ(refused([](auto& options) { options.from = "2024"; }), "from");
  EXPECT_EQ(refused([](auto& options) { options.until = "now"; }), "until");
  EXPECT_EQ(refused([](auto& options) { options.from = "2024-02-01", options.until = "2024-01-01"; }),
            "until");
  EXPECT_EQ(
      refused([](auto& options) { options.from = "2024-02-01", options.until = "2024-03-01T00:00:00Z"; }),
      "until");
  EXPECT_EQ(refused([](auto& options) { options.directory = ""; }), "directory");
  EXPECT_EQ(refused([](auto& options) { options.delay = milliseconds(-1); }), "delay");
  EXPECT_EQ(refused([](auto& options) { options.max_retries = -1; }), "max_retries");
  EXPECT_EQ(refused([](auto& options) { options.user_agent = "a\r\nX-Y: z"; }), "user_agent");
  EXPECT_TRUE(server.targets().empty());
}

TEST(Harvest, ADamagedStateIsNotGuessedFrom) {
  for (const std::string state : {"", "{", "[]", "{\"version\":2}", "{\"version\":1,\"url\":3}"}) {
    FakeOaiServer server;
    Desk desk(server);
    desk.dir.write("harvest/harvest.json", state);
    EXPECT_THAT(desk.fails(ErrorCode::input_invalid), HasSubstr("harvest.json cannot be understood"));
    EXPECT_TRUE(server.targets().empty());
  }
}

}  // namespace
}  // namespace incipit::corpus
