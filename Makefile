# make           lists what there is
.PHONY: help demo build test race lint fmt tidy ci image

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## the whole thing in a browser, on http://127.0.0.1:8080
	go run ./cmd/huiwu demo

build: ## the program, as ./huiwu
	CGO_ENABLED=0 go build -trimpath -o huiwu ./cmd/huiwu

test: ## all tests
	go test ./...

race: ## all tests, with the race detector
	go test -race -count=1 ./...

lint: ## the linters of .golangci.yml
	go tool -modfile=tools/go.mod golangci-lint run

fmt: ## format the code
	gofmt -w .

tidy: ## bring both module files up to date
	go mod tidy
	go -C tools mod tidy

ci: ## everything that must hold before a change is accepted
	bash .ci/run

image: ## the container image, as huiwu:latest
	docker build -t huiwu .
