// Everybody's posts, as a front-end on Relay shows them: compiled by a test, run by nobody.
import { graphql } from "relay-runtime";

export const feed = graphql`
  query FeedQuery($count: Int!, $cursor: String) {
    ...Feed_posts @arguments(count: $count, cursor: $cursor)
  }
`;

export const posts = graphql`
  fragment Feed_posts on Query
  @refetchable(queryName: "FeedPageQuery")
  @argumentDefinitions(count: { type: "Int!" }, cursor: { type: "String" }) {
    posts(first: $count, after: $cursor) @connection(key: "Feed_posts") {
      edges {
        node {
          ...Feed_post
        }
      }
    }
  }
`;

export const post = graphql`
  fragment Feed_post on Post @refetchable(queryName: "FeedPostQuery") {
    body
    createdAt
    viewerHasLiked
    author {
      ...Feed_target
    }
    ...Feed_target
  }
`;

export const target = graphql`
  fragment Feed_target on Target {
    ...Feed_node
    ... on Person {
      displayName
      likeCount
    }
    ... on Post {
      likeCount
    }
    ... on Page {
      url
      likeCount
    }
  }
`;

export const node = graphql`
  fragment Feed_node on Node {
    id
    __typename
  }
`;

export const publish = graphql`
  mutation FeedPublishMutation($input: PublishPostInput!, $connections: [ID!]!) {
    publishPost(input: $input) {
      post @prependNode(connections: $connections, edgeTypeName: "PostEdge") {
        ...Feed_post
      }
      errors {
        code
        message
        field
      }
    }
  }
`;

export const like = graphql`
  mutation FeedLikeMutation($input: LikeInput!, $connections: [ID!]!) {
    like(input: $input) {
      like @prependNode(connections: $connections, edgeTypeName: "LikeEdge") {
        ...Mine_like
      }
      target {
        ...Feed_target
      }
      errors {
        code
      }
    }
  }
`;

export const liked = graphql`
  subscription FeedLikedSubscription($id: ID!) {
    postUpdated(id: $id) {
      ...Feed_post
    }
  }
`;
