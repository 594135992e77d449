# Incipit with the bundled sample indexed:
#   docker build -t incipit . && docker run --rm -p 8080:8080 incipit
# With papers of your own:
#   docker run --rm -v incipit-index:/var/lib/incipit -v "$PWD/papers:/papers:ro" incipit index --replace /papers
#   docker run --rm -p 8080:8080 -v incipit-index:/var/lib/incipit incipit
FROM debian:12 AS build
ENV DEBIAN_FRONTEND=noninteractive
WORKDIR /source
COPY scripts/ scripts/
RUN scripts/packages.sh build
COPY . .
RUN cmake --preset release && cmake --build --preset release --target incipit
RUN build/release/incipit --index /var/lib/incipit/index index corpus/sample

FROM debian:12-slim
ENV DEBIAN_FRONTEND=noninteractive
COPY scripts/ /tmp/scripts/
RUN /tmp/scripts/packages.sh runtime && rm -rf /var/lib/apt/lists/* /tmp/scripts \
 && useradd --system --home-dir /var/lib/incipit --shell /usr/sbin/nologin incipit
COPY --from=build /source/build/release/incipit /usr/local/bin/incipit
COPY --from=build /source/LICENSE /usr/share/doc/incipit/LICENSE
COPY --from=build --chown=incipit:incipit /var/lib/incipit /var/lib/incipit
USER incipit
WORKDIR /var/lib/incipit
ENV INCIPIT_INDEX=/var/lib/incipit/index
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["incipit"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
