# firebreak check - < plan.json:  docker run --rm -i IMAGE check -
# A saved plan also needs the terraform binary that made it: mount it, and pass --terraform.
FROM node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && npm pack --silent --pack-destination /tmp \
  && npm install --global --prefix /app --omit dev --no-audit --no-fund /tmp/*.tgz

FROM node:24-slim
COPY --from=build /app /usr/local
USER node
WORKDIR /work
ENTRYPOINT ["firebreak"]
CMD ["--help"]
