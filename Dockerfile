# syntax=docker/dockerfile:1

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/huiwu ./cmd/huiwu

# PostgreSQL and Redis are other containers here (compose.yaml), so the image has neither.
# The base has certificates and time zones, a font with Chinese characters for printed forms, and wget for the health check.
FROM alpine:3
RUN apk add --no-cache ca-certificates tzdata font-noto-cjk \
 && adduser -D -H -u 10001 huiwu \
 && install -d -o huiwu -g huiwu -m 0700 /var/lib/huiwu
COPY --from=build /out/huiwu /usr/local/bin/huiwu
USER huiwu
ENV HUIWU_DATA_DIR=/var/lib/huiwu \
    HUIWU_LISTEN=0.0.0.0:8080
VOLUME /var/lib/huiwu
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD wget -q -O /dev/null http://127.0.0.1:8080/healthz || exit 1
ENTRYPOINT ["/usr/local/bin/huiwu"]
CMD ["serve"]
