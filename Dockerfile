# The image of one node. Build the jar first, with all its checks:
#
#   ./mvnw verify
#   docker build --tag p2p-orchestrator:0.1.0-SNAPSHOT .
#
# BASE can be pinned to a digest: --build-arg BASE=eclipse-temurin@sha256:...
ARG BASE=eclipse-temurin:25.0.3_9-jre-noble

FROM ${BASE} AS layers
WORKDIR /build
COPY target/p2p-orchestrator.jar ./
RUN ["java", "-Djarmode=tools", "-jar", "p2p-orchestrator.jar", "extract", "--layers", "--destination", "layers"]

FROM ${BASE}
LABEL org.opencontainers.image.title="RingRift P2P Orchestrator" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
# What changes rarely comes first, so that a new version moves little.
COPY --from=layers /build/layers/dependencies/ ./
COPY --from=layers /build/layers/spring-boot-loader/ ./
COPY --from=layers /build/layers/snapshot-dependencies/ ./
COPY --from=layers /build/layers/application/ ./
# The data folder belongs to the user, and so does a new volume that is mounted there.
RUN ["install", "--directory", "--owner=10001", "--group=10001", "--mode=0700", "/var/lib/ringrift"]
# The settings that are packed in the jar, never a stray file of the working directory.
ENV SPRING_CONFIG_LOCATION=classpath:/ \
    RINGRIFT_P2P_DATA_DIR=/var/lib/ringrift/data
USER 10001:10001
EXPOSE 8770 8771
ENTRYPOINT ["java"]
CMD ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=50", "-jar", "/app/p2p-orchestrator.jar"]
