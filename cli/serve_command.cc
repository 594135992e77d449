#include <fmt/format.h>
#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <memory>

#include "cli/commands.h"
#include "server/server.h"

namespace incipit::cli {
namespace {

constexpr const char* kFooter = R"(Prints one line with its address when it is ready. A new generation is served as soon as it is published.
SIGTERM and SIGINT finish the replies in flight and end the program with exit code 0.)";

int run_serve(const Session& session, server::ServerOptions options) {
  // The signals are taken by this thread alone, so every other one must be started with them blocked.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  options.index = session.index_directory();
  options.synonyms = session.synonyms;
  if (!session.quiet) {
    // A log that cannot be written costs no reply, so the result is not looked at.
    options.log = [](const std::string& line) {
      const std::string whole = line + "\n";
      (void)std::fwrite(whole.data(), 1, whole.size(), stderr);
    };
  }
  auto server = server::Server::start(std::move(options));
  if (!server) return report(session, server.error());
  fmt::print("Incipit is ready: {}\n", (*server)->address());
  std::fflush(stdout);
  int signal = 0;
  sigwait(&signals, &signal);
  (*server)->stop();
  return kDone;
}

}  // namespace

void add_serve_command(CLI::App& program, const Session& session, int& exit_code) {
  auto* command = program.add_subcommand("serve", "Serve pages and API");
  auto options = std::make_shared<server::ServerOptions>();
  command->footer(kFooter);
  command->add_option("--host", options->host, "Address to listen on")->capture_default_str();
  command->add_option("--port", options->port, "Port to listen on; 0 picks a free one")->capture_default_str();
  command->add_option("--threads", options->search_threads, "Search threads (default: the number of cores)")->check(CLI::Range(1, 256));
  command->callback([&session, options, &exit_code] { exit_code = run_serve(session, *options); });
}

}  // namespace incipit::cli
