# The image of the GitHub Action: one static binary and the CA certificates.
# GitHub runs Docker actions as root, so there is no USER.
FROM golang:1.26-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd ./cmd
COPY pkg ./pkg
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /caidan ./cmd/caidan

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /caidan /caidan
ENTRYPOINT ["/caidan"]
CMD ["action"]
