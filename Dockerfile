# The image of the GitHub Action: one static binary and the CA certificates.
# GitHub runs Docker actions as root, so there is no USER. A release names GO by
# digest, and builds for both processors on one of them.
ARG GO=golang:1.26-alpine
FROM --platform=$BUILDPLATFORM ${GO} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd ./cmd
COPY pkg ./pkg
COPY docs/workflows ./docs/workflows
ARG VERSION TARGETOS TARGETARCH
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath -buildvcs=false -tags lambda.norpc \
    -ldflags "-s -w ${VERSION:+-X github.com/caidan-dev/caidan/pkg/version.linked=$VERSION}" \
    -o /caidan ./cmd/caidan

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /caidan /caidan
ENTRYPOINT ["/caidan"]
CMD ["action"]
